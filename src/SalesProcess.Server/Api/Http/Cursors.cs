using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using SalesProcess.Server.Identity;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Api;

/// <summary>Where a page of a list ends: the sort key and the id of its last row.</summary>
internal sealed record Position(long Key, string Id);

/// <summary>Cursors: the position, signed with the database's own key, and bound to the list and the person that they were made for.</summary>
internal sealed class Cursors(DataFolder data)
{
    private const int MacBytes = 16;

    private readonly byte[] _key = data.Key("cursor.key");

    public string Write(string list, Position position)
    {
        var payload = Encoding.UTF8.GetBytes($"[\"{Mark(list)}\",{position.Key},{JsonSerializer.Serialize(position.Id)}]");
        return Base64Url.EncodeToString([.. Mac(payload), .. payload]);
    }

    /// <summary>Reads a cursor; null for none.</summary>
    public (Position? Position, Refusal? Refusal) Read(string? cursor, string list)
    {
        if (cursor is null)
        {
            return (null, null);
        }

        if (!Base64Url.IsValid(cursor) || Base64Url.DecodeFromChars(cursor) is not { Length: > MacBytes } bytes
            || !CryptographicOperations.FixedTimeEquals(bytes.AsSpan(0, MacBytes), Mac(bytes.AsSpan(MacBytes))))
        {
            return (null, new Refusal(RefusalCodes.CursorInvalid, "The cursor is not one that this service gave. Begin without one."));
        }

        using var document = JsonDocument.Parse(bytes.AsMemory(MacBytes));
        var fields = document.RootElement;
        return fields[0].GetString() == Mark(list)
            ? (new Position(fields[1].GetInt64(), fields[2].GetString()!), null)
            : (null, new Refusal(RefusalCodes.CursorMismatch, "The cursor was made for another list, filter, sort or person. Begin without one."));
    }

    private byte[] Mac(ReadOnlySpan<byte> payload) => HMACSHA256.HashData(_key, payload)[..MacBytes];

    private static string Mark(string list) => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(list)).AsSpan(0, 8));
}
