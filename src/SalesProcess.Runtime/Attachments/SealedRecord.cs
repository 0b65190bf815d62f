using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace SalesProcess.Runtime.Attachments;

/// <summary>
/// A sealed file is a row of records, each encrypted for itself by Data Protection, so that any part of it can be read without the rest. Within its seal a record says
/// which file it is of, which place it has there, and whether it is the last: none can be dropped, swapped or brought in from another file.
/// </summary>
internal static class SealedRecord
{
    /// <summary>The content of every record but the last.</summary>
    public const int ContentBytes = 64 * 1024;

    /// <summary>What says which file it is.</summary>
    public const int MarkBytes = 16;

    /// <summary>Before each record: how long it is.</summary>
    public const int LengthBytes = sizeof(int);

    /// <summary>A sealed record is little longer than what is in it.</summary>
    public const int MaxSealedBytes = ContentBytes + 1024;

    private const int HeadBytes = MarkBytes + sizeof(long) + 1;

    public static byte[] Seal(IDataProtector protector, ReadOnlySpan<byte> mark, long place, bool isLast, ReadOnlySpan<byte> content)
    {
        var plain = new byte[HeadBytes + content.Length];
        mark.CopyTo(plain);
        BinaryPrimitives.WriteInt64LittleEndian(plain.AsSpan(MarkBytes), place);
        plain[HeadBytes - 1] = isLast ? (byte)1 : (byte)0;
        content.CopyTo(plain.AsSpan(HeadBytes));
        return protector.Protect(plain);
    }

    /// <summary>Opens the record of a place.</summary>
    /// <param name="mark">Of the file; null for its first record, which says it.</param>
    /// <exception cref="InvalidDataException">It is not what was written there.</exception>
    public static (ReadOnlyMemory<byte> Mark, ReadOnlyMemory<byte> Content) Open(IDataProtector protector, byte[] record, ReadOnlyMemory<byte>? mark, long place, bool isLast)
    {
        byte[] plain;
        try
        {
            plain = protector.Unprotect(record);
        }
        catch (CryptographicException damage)
        {
            throw new InvalidDataException($"Record {place} cannot be opened: it is damaged, or its key is missing.", damage);
        }

        var own = plain.AsMemory(0, MarkBytes);
        return BinaryPrimitives.ReadInt64LittleEndian(plain.AsSpan(MarkBytes)) == place && (plain[HeadBytes - 1] == 1) == isLast && (mark is null || own.Span.SequenceEqual(mark.Value.Span))
            ? (own, plain.AsMemory(HeadBytes))
            : throw new InvalidDataException($"What stands at record {place} is another one.");
    }
}
