namespace SalesProcess.Tasks;

/// <summary>One wrong value in what was sent.</summary>
/// <param name="Pointer">JSON pointer into the data; for something missing, where it should stand.</param>
public sealed record FieldError(string Pointer, string Code, string Message);

/// <summary>A command that is not accepted: the caller asked wrongly. It is a value; nothing has changed.</summary>
/// <param name="Code">One of <see cref="RefusalCodes"/>.</param>
public sealed record Refusal(
    string Code,
    string Message,
    IReadOnlyList<FieldError>? Errors = null,
    IReadOnlyDictionary<string, object?>? Details = null)
{
    /// <summary>For a task that does not exist and for one the caller may not see: the two cannot be told apart.</summary>
    public static Refusal TaskNotFound(string taskId) => new(RefusalCodes.NotFound, $"There is no task '{taskId}'.");
}

/// <summary>The answer of a task rule.</summary>
public abstract record TaskDecision
{
    private TaskDecision()
    {
    }

    /// <param name="Task">The task as it is now; the revision tells whether anything changed.</param>
    public sealed record Accepted(UserTask Task) : TaskDecision;

    public sealed record Refused(Refusal Refusal) : TaskDecision;
}
