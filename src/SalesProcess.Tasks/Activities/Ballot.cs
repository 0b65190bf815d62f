using System.Globalization;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks.Activities;

/// <summary>The rules of one approval: how many vote, how many must approve, and whether one objection decides.</summary>
internal sealed record Ballot(int Total, int Needed, bool Veto)
{
    public const string Approve = "Approve";

    public const string Reject = "Reject";

    /// <exception cref="ActivityFault">The quorum is none.</exception>
    public static Ballot Of(int total, string? quorum, bool veto)
    {
        var needed = quorum?.Trim() switch
        {
            null or "" or "all" => total,
            "majority" => (total / 2) + 1,
            { } text when int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var n) && n >= 1 && n <= total => n,
            { } text => throw new ActivityFault($"The quorum '{text}' is not possible with {total} approvers. Accepted: all, majority, or a number from 1 to {total}."),
        };
        return new Ballot(total, needed, veto);
    }

    /// <summary>The outcome of the votes so far, or null while it is open.</summary>
    public string? Decide(IReadOnlyList<string> votes)
    {
        var objections = votes.Where(v => v != Approve).ToList();
        if (Veto && objections.Count > 0)
        {
            return objections[0];
        }

        if (votes.Count - objections.Count >= Needed)
        {
            return Approve;
        }

        // Those who are still to vote cannot reach the quorum any more: the objection heard most often, and the milder one of equals.
        return Total - objections.Count >= Needed
            ? null
            : objections.GroupBy(v => v, StringComparer.Ordinal).OrderByDescending(g => g.Count()).ThenBy(g => g.Key == Reject).First().Key;
    }
}
