namespace SalesProcess.Tasks;

/// <summary>Somebody who must not do a task, and why.</summary>
/// <param name="Rule">One of the rules below.</param>
/// <param name="TaskId">The task he took part in, if that is why.</param>
/// <param name="Task">That task's name.</param>
public sealed record Exclusion(string User, string Rule, string? TaskId = null, string? Task = null)
{
    /// <summary>The definition names him.</summary>
    public const string ExcludedUsers = "excludedUsers";

    /// <summary>He started the deal.</summary>
    public const string NotInitiator = "notInitiator";

    /// <summary>He took part in a task that this one must be kept apart from.</summary>
    public const string NotCompletersOf = "notCompletersOf";

    /// <summary>He has voted in this round.</summary>
    public const string OneVote = "oneVote";
}
