namespace SalesProcess.Engine.Execution;

/// <summary>What wakes an instance: the only ways in.</summary>
public abstract record Stimulus
{
    private Stimulus()
    {
    }

    /// <summary>How many runs of other instances led to this one since somebody or something outside acted: a caller, a person, a timer.</summary>
    public int Chain { get; init; }

    /// <summary>The first run.</summary>
    /// <param name="Input">The workflow's input by name.</param>
    /// <param name="TriggerActivityId">The trigger activity that the start came through, if any.</param>
    public sealed record Start(IReadOnlyDictionary<string, object?> Input, string? TriggerActivityId = null) : Stimulus;

    /// <summary>Wakes one bookmark.</summary>
    public sealed record Resume(string BookmarkId, IReadOnlyDictionary<string, object?> Input) : Stimulus;

    /// <summary>Ends the instance with everything below it.</summary>
    public sealed record Cancel(string? Reason) : Stimulus;

    /// <summary>Runs the faulted activities again.</summary>
    public sealed record Retry : Stimulus;

    /// <summary>Takes back the last run, which this bookmark was resumed by (see <see cref="Interpreter.Recall"/>).</summary>
    public sealed record Recall(string BookmarkId) : Stimulus;
}
