namespace SalesProcess.Engine.Execution;

/// <summary>What the core asks the shell to do. It leaves the run as a value and is performed after the commit, at least once, under a stable key.</summary>
public abstract record Effect
{
    /// <summary>The <see cref="Stimulus.Chain"/> of what it wakes. The shell counts.</summary>
    public int Chain { get; init; }

    /// <summary>A line for the host's text writer (WriteLine).</summary>
    public sealed record Line(string Text) : Effect;

    /// <summary>Starts a child instance of a published definition; its answer resumes <paramref name="ParentBookmarkId"/> if that is given.</summary>
    /// <param name="Answers">When it answers.</param>
    /// <param name="Depth">How many instances have started each other above it.</param>
    public sealed record StartChild(
        string InstanceId,
        string DefinitionId,
        IReadOnlyDictionary<string, object?> Input,
        string? CorrelationId,
        string? ParentBookmarkId,
        ChildAnswer Answers = ChildAnswer.AtItsEnd,
        int Depth = 1) : Effect
    {
        /// <summary>The version to start, which the shell notes when it takes the effect over: so that what is published or retracted meanwhile changes nothing.</summary>
        public string? VersionId { get; init; }

        /// <summary>Nobody waits for its end: it lives a life of its own.</summary>
        public bool IsDetached => ParentBookmarkId is null || Answers == ChildAnswer.AtOnce;
    }

    /// <summary>Cancels a child that nobody waits for any more, started or not.</summary>
    public sealed record CancelChild(string InstanceId) : Effect;

    /// <summary>An event for every instance that waits for it and every definition that it starts.</summary>
    /// <param name="InstanceId">Only this instance (a local event), or null for all.</param>
    public sealed record PublishEvent(string Name, string? CorrelationId, string? InstanceId, object? Payload) : Effect;

    /// <summary>Work for a program outside (Elsa's RunTask); it is answered by its task id.</summary>
    public sealed record RequestTask(string TaskId, string TaskName, object? Payload) : Effect;

    /// <summary>The response for a caller who waits at an HTTP endpoint. It is given after the commit, to him only, and not tried again.</summary>
    public sealed record AnswerRequest(string RequestId, int StatusCode, IReadOnlyDictionary<string, string> Headers, byte[]? Body, string? ContentType) : Effect;

    /// <summary>No response will come for a caller who waits at an HTTP endpoint.</summary>
    public sealed record ReleaseRequest(string RequestId, WorkflowSubStatus SubStatus) : Effect;

    /// <summary>A request over HTTP; what comes of it resumes <paramref name="BookmarkId"/>.</summary>
    public sealed record SendHttp(string BookmarkId, string Url, string Method, IReadOnlyDictionary<string, string> Headers, byte[]? Body, string? ContentType) : Effect;
}
