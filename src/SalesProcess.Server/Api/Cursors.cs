using System.Security.Cryptography;
using System.Text.Json;
using Microsoft.AspNetCore.DataProtection;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Where a page ended: opaque, and of use only with the filter and order it was made with.</summary>
internal sealed class Cursors(IDataProtectionProvider protection)
{
    private readonly IDataProtector _protector = protection.CreateProtector("SalesProcess.Cursors");

    public string Make(string filter, Position position) => _protector.Protect(JsonSerializer.Serialize(new Sealed(filter, position.Key, position.Id)));

    /// <summary>The position of a cursor; none at the start of a list.</summary>
    public (Position? Position, Refusal? Refusal) Read(string? cursor, string filter)
    {
        if (cursor is null)
        {
            return (null, null);
        }

        try
        {
            var read = JsonSerializer.Deserialize<Sealed>(_protector.Unprotect(cursor))!;
            return read.Filter == filter
                ? (new Position(read.Key, read.Id), null)
                : (null, new Refusal(RefusalCodes.CursorMismatch, "The cursor belongs to another filter or order. Start again without it."));
        }
        catch (CryptographicException)
        {
            return (null, new Refusal(RefusalCodes.CursorInvalid, "The cursor is not one of ours. Take 'nextCursor' of an answer as it is."));
        }
    }

    /// <param name="Key">The sort key of the last row; null sorts last.</param>
    /// <param name="Id">Its id, which decides between equal keys.</param>
    public sealed record Position(long? Key, string Id);

    private sealed record Sealed(string Filter, long? Key, string Id);
}
