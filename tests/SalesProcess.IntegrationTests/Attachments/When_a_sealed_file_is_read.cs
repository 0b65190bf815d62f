using CsCheck;
using Microsoft.AspNetCore.DataProtection;
using SalesProcess.Runtime.Attachments;

namespace SalesProcess.IntegrationTests.Attachments;

public sealed class When_a_sealed_file_is_read
{
    private static readonly IDataProtector Protector = new EphemeralDataProtectionProvider().CreateProtector("tests");

    [Test]
    public void Any_part_of_it_is_what_was_written() => Gen.Select(Gen.Int[0, 300_000], Gen.Int[1, 100_000], Gen.Int[0, 300_000].Array[1, 5], Gen.UInt).Sample(
        (size, step, places, seed) =>
        {
            var content = Files.Bytes(size, (int)(seed & int.MaxValue));
            using var sealedFile = Seal(content, step);
            using var stream = new SealedStream(sealedFile, Protector, size);
            foreach (var place in places)
            {
                stream.Seek(Math.Min(place, size), SeekOrigin.Begin);
                if (!Read(stream).AsSpan().SequenceEqual(content.AsSpan(Math.Min(place, size))))
                {
                    return false;
                }
            }

            return true;
        },
        iter: 60, threads: 1);

    [Test]
    public void A_flipped_bit_anywhere_is_found() => Gen.Select(Gen.Int[0, 150_000], Gen.Int[0, int.MaxValue]).Sample(
        (size, at) =>
        {
            using var file = Seal(Files.Bytes(size), 65_536);
            var bytes = file.ToArray();
            bytes[at % bytes.Length] ^= (byte)(1 << (at % 8));
            using var stream = new SealedStream(new MemoryStream(bytes), Protector, size);
            Assert.That(() => Read(stream), Throws.InstanceOf<InvalidDataException>(), $"byte {at % bytes.Length} of {bytes.Length}");
        },
        iter: 60, threads: 1);

    [TestCase(1, 2, "another length than was written")]
    [TestCase(65_536, 65_537, "a record more than there is")]
    [TestCase(131_072, 65_536, "a record less than there is")]
    public void A_length_that_it_does_not_have_is_found(int written, int asked, string what)
    {
        using var file = Seal(Files.Bytes(written), 1000);
        using var stream = new SealedStream(file, Protector, asked);

        Assert.That(() => Read(stream), Throws.InstanceOf<InvalidDataException>(), what);
    }

    [Test]
    public void A_record_of_another_file_is_found()
    {
        var content = Files.Bytes(3 * 65_536);
        using var one = Seal(content, 65_536);
        using var other = Seal(content, 65_536);
        var (bytes, record) = (one.ToArray(), 4 + BitConverter.ToInt32(one.ToArray(), 0));
        other.ToArray().AsSpan(record, record).CopyTo(bytes.AsSpan(record));
        using var stream = new SealedStream(new MemoryStream(bytes), Protector, content.Length);

        Assert.That(() => Read(stream), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("another one"));
    }

    [Test]
    public void With_another_key_it_stays_shut()
    {
        using var file = Seal([1, 2, 3], 10);
        using var stream = new SealedStream(file, new EphemeralDataProtectionProvider().CreateProtector("tests"), 3);

        Assert.That(() => Read(stream), Throws.InstanceOf<InvalidDataException>().With.Message.Contains("its key is missing"));
    }

    private static MemoryStream Seal(byte[] content, int step)
    {
        var file = new MemoryStream();
        var writer = new SealedWriter(file, Protector);
        for (var at = 0; at < content.Length; at += step)
        {
            writer.AppendAsync(content.AsMemory(at, Math.Min(step, content.Length - at)), CancellationToken.None).GetAwaiter().GetResult();
        }

        writer.CompleteAsync(CancellationToken.None).GetAwaiter().GetResult();
        return file;
    }

    private static byte[] Read(SealedStream stream)
    {
        using var all = new MemoryStream();
        var buffer = new byte[50_000];
        for (int read; (read = stream.ReadAsync(buffer).AsTask().GetAwaiter().GetResult()) > 0;)
        {
            all.Write(buffer, 0, read);
        }

        return all.ToArray();
    }
}
