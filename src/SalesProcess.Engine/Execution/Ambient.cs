namespace SalesProcess.Engine.Execution;

/// <summary>Everything a run may know of the world: the time and a source of chance. Two runs with equal ambients give equal results.</summary>
/// <param name="now">The time of the run; it does not advance within a run.</param>
/// <param name="seed">The seed of ids and random numbers; the journal keeps it.</param>
/// <param name="facts">Rules of the company that activities ask for by name (the approval matrix); null for none.</param>
public sealed class Ambient(DateTimeOffset now, ulong seed, IReadOnlyDictionary<string, object?>? facts = null)
{
    private const string Alphabet = "0123456789abcdefghjkmnpqrstvwxyz";
    private ulong _state = seed;

    public DateTimeOffset Now { get; } = now;

    public ulong Seed { get; } = seed;

    public IReadOnlyDictionary<string, object?> Facts { get; } = facts ?? new Dictionary<string, object?>(StringComparer.Ordinal);

    /// <summary>A new ULID in lower case: 48 bits of time, 80 bits of chance.</summary>
    public string NewId()
    {
        var chars = new char[26];
        var time = (ulong)Now.ToUnixTimeMilliseconds();
        for (var i = 9; i >= 0; i--, time >>= 5)
        {
            chars[i] = Alphabet[(int)(time & 31)];
        }

        for (var half = 0; half < 2; half++)
        {
            var bits = Next();
            for (var i = 0; i < 8; i++, bits >>= 5)
            {
                chars[10 + (half * 8) + i] = Alphabet[(int)(bits & 31)];
            }
        }

        return new string(chars);
    }

    /// <summary>A random UUID (version 4) drawn from the seed.</summary>
    public Guid NewGuid()
    {
        Span<byte> bytes = stackalloc byte[16];
        BitConverter.TryWriteBytes(bytes, Next());
        BitConverter.TryWriteBytes(bytes[8..], Next());
        bytes[7] = (byte)((bytes[7] & 0x0F) | 0x40);
        bytes[8] = (byte)((bytes[8] & 0x3F) | 0x80);
        return new Guid(bytes);
    }

    /// <summary>A number in [0, 1), as <c>Math.random()</c> gives it.</summary>
    public double NextDouble() => (Next() >> 11) * (1.0 / (1UL << 53));

    // SplitMix64: small, well distributed, and the same on every machine.
    private ulong Next()
    {
        _state += 0x9E3779B97F4A7C15UL;
        var z = _state;
        z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
        z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
        return z ^ (z >> 31);
    }
}
