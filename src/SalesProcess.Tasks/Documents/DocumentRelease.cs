using System.Security.Cryptography;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Tasks;

/// <summary>One vote that was given on a document.</summary>
/// <param name="Role">The group or person that it counts for.</param>
public sealed record ApprovalRecord(string Role, string User, string Outcome, string DocumentId, string Sha256, DateTimeOffset At);

/// <summary>May these bytes leave the company?</summary>
/// <param name="Outcome"><see cref="Sent"/> or <see cref="Refused"/>.</param>
/// <param name="Sha256">Of the bytes that were looked at.</param>
/// <param name="Missing">The roles whose approval of exactly these bytes is missing.</param>
/// <param name="Reason">Why not; null if it may.</param>
public sealed record ReleaseDecision(string Outcome, string Sha256, IReadOnlyList<string> Missing, string? Reason)
{
    public const string Sent = "Sent";

    public const string Refused = "Refused";

    public bool IsReleased => Outcome == Sent;
}

/// <summary>The last check before a document goes to a customer. Nothing overrides it.</summary>
public static class DocumentRelease
{
    private const string Approved = "Approve";

    /// <summary>
    /// Computes the hash of the very bytes and compares it with what was asked for and with the latest vote of each required role on this document.
    /// A vote of the document's author (<c>author</c> in the metadata) does not count.
    /// </summary>
    public static ReleaseDecision Check(byte[] content, DocumentReference asked, object? metadata, object? matrix, IReadOnlyList<ApprovalRecord> approvals)
    {
        var actual = Sha256Of(content);
        if (!SameHash(actual, asked.Sha256))
        {
            return Refuse(actual, [], $"The document '{asked.Id}' is not the one that was asked for: its SHA-256 is {actual}, asked was {asked.Sha256}.");
        }

        IReadOnlyList<string> required;
        try
        {
            required = ApprovalMatrix.Required(matrix, metadata);
        }
        catch (ActivityFault fault)
        {
            return Refuse(actual, [], fault.Message);
        }

        var author = (metadata as IReadOnlyDictionary<string, object?>)?.GetValueOrDefault("author") as string;
        var ofTheseBytes = approvals.Where(a => a.DocumentId == asked.Id && SameHash(a.Sha256, actual)).ToList();
        var counted = ofTheseBytes.Where(a => a.User != author).ToLookup(a => a.Role, StringComparer.Ordinal);
        var missing = required.Where(role => counted[role].OrderBy(a => a.At).LastOrDefault()?.Outcome != Approved).ToList();
        if (missing.Count == 0)
        {
            return new ReleaseDecision(ReleaseDecision.Sent, actual, [], null);
        }

        var byAuthor = author is not null && ofTheseBytes.Exists(a => a.User == author) ? $" The approval of its author {author} does not count." : "";
        return Refuse(actual, missing, $"Not approved in exactly this version by: {string.Join(", ", missing)}.{byAuthor}");
    }

    /// <summary>SHA-256 in lower-case hex.</summary>
    public static string Sha256Of(byte[] content) => Convert.ToHexStringLower(SHA256.HashData(content));

    private static bool SameHash(string one, string other) => string.Equals(one, other, StringComparison.OrdinalIgnoreCase);

    private static ReleaseDecision Refuse(string sha256, IReadOnlyList<string> missing, string reason) => new(ReleaseDecision.Refused, sha256, missing, reason);
}
