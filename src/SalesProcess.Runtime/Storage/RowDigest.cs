using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using System.Text;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Runtime.Storage;

/// <summary>
/// What makes a row of the journal or of the record of acts provable: the SHA-256 of everything in it and of the row before it, so that nothing can be changed, dropped or put in between
/// without a trace; and the SHA-256 of the state and the effects that the run left, so that a run that is computed again can be compared.
/// </summary>
internal static class RowDigest
{
    // Facts are the same object until the company's rules or a publication change them, so their text is made once.
    private static readonly ConditionalWeakTable<object, string> FactTexts = [];

    public static string Of(JournalRecord row, string? previous) => Chain(
        previous, row.InstanceId, Text(row.Revision), Text(row.At), Text(row.Seed), row.Actor, row.Stimulus, row.Entries, row.Facts, row.Birth, row.StateHash, row.EffectsHash);

    /// <summary>The digest of a row: of its fields, the first of which is the digest of the row before.</summary>
    public static string Chain(params ReadOnlySpan<string?> fields)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var field in fields)
        {
            Append(hash, field);
        }

        return Hex(hash.GetHashAndReset());
    }

    public static string Of(ReadOnlySpan<byte> bytes) => Hex(SHA256.HashData(bytes));

    public static string Of(IReadOnlyList<Effect> effects)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (var effect in effects)
        {
            Append(hash, effect.GetType().Name);
            Append(hash, StoredJson.Write(effect));
        }

        return Hex(hash.GetHashAndReset());
    }

    /// <summary>The facts of a run as text; the same text for the same facts.</summary>
    public static string TextOf(IReadOnlyDictionary<string, object?> facts) => FactTexts.GetValue(facts, static value => ValueJson.Stored(value));

    // Its length goes before each field, so that no two rows have the same bytes; -1 stands for none.
    private static void Append(IncrementalHash hash, string? field)
    {
        Span<byte> length = stackalloc byte[4];
        var bytes = field is null ? [] : Encoding.UTF8.GetBytes(field);
        BinaryPrimitives.WriteInt32LittleEndian(length, field is null ? -1 : bytes.Length);
        hash.AppendData(length);
        hash.AppendData(bytes);
    }

    private static string Text(long number) => number.ToString(System.Globalization.CultureInfo.InvariantCulture);

    private static string Hex(byte[] hash) => Convert.ToHexStringLower(hash);
}

/// <summary>One journal row with all that is in it.</summary>
/// <param name="Facts">The hash under which the run's facts are kept.</param>
/// <param name="Birth">The state before the first run; null in all other rows.</param>
internal sealed record JournalRecord(
    string InstanceId, long Revision, long At, long Seed, string? Actor, string Stimulus, string Entries, string? Facts, string? Birth, string? StateHash, string? EffectsHash);
