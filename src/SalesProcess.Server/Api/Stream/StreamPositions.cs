using System.Globalization;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>How far a reader has read the record of acts, and when that was.</summary>
internal sealed record StreamPosition(long Row, DateTimeOffset At);

/// <summary>Positions as the ids of events. Encrypted: the record is counted over everything that happens, and how much that is concerns nobody; and bound to the reader.</summary>
internal sealed class StreamPositions(IDataProtectionProvider protection, TimeProvider clock)
{
    private readonly IDataProtector _protector = protection.CreateProtector("SalesProcess.Stream");

    public string Write(long row, Call call) =>
        Of(call).Protect(string.Create(CultureInfo.InvariantCulture, $"{row} {clock.GetUtcNow().ToUnixTimeMilliseconds()}"));

    /// <summary>Reads an id; null for none.</summary>
    public (StreamPosition? Position, Refusal? Refusal) Read(string? id, Call call)
    {
        if (string.IsNullOrEmpty(id))
        {
            return (null, null);
        }

        try
        {
            var parts = Of(call).Unprotect(id).Split(' ');
            return (new StreamPosition(Number(parts[0]), DateTimeOffset.FromUnixTimeMilliseconds(Number(parts[1]))), null);
        }
        catch (CryptographicException)
        {
            return (null, new Refusal(RefusalCodes.CursorInvalid, "Last-Event-ID is not one that this service gave you. Begin without one."));
        }
    }

    private static long Number(string text) => long.Parse(text, CultureInfo.InvariantCulture);

    private IDataProtector Of(Call call) => _protector.CreateProtector(call.Asker.Id);
}
