using System.Buffers.Binary;
using Microsoft.AspNetCore.DataProtection;

namespace SalesProcess.Runtime.Attachments;

/// <summary>Reads a sealed file, from any place on.</summary>
/// <param name="length">Of the content.</param>
internal sealed class SealedStream(Stream source, IDataProtector protector, long length) : Stream
{
    private readonly long _last = length == 0 ? 0 : (length - 1) / SealedRecord.ContentBytes;

    private ReadOnlyMemory<byte>? _mark;
    private ReadOnlyMemory<byte> _content;
    private long _place = -1;
    private int _fullRecord;

    public override bool CanRead => true;

    public override bool CanSeek => true;

    public override bool CanWrite => false;

    public override long Length => length;

    public override long Position { get; set; }

    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default)
    {
        if (Position >= length || buffer.IsEmpty)
        {
            return 0;
        }

        var place = Position / SealedRecord.ContentBytes;
        if (_place != place)
        {
            await OpenAsync(place, cancellationToken);
        }

        var left = _content[(int)(Position % SealedRecord.ContentBytes)..];
        var part = left[..Math.Min(left.Length, buffer.Length)];
        part.CopyTo(buffer);
        Position += part.Length;
        return part.Length;
    }

    /// <summary>Opens the first record: a file that is damaged at its very beginning, or has lost its key, is found before anything of it is served.</summary>
    public Task CheckAsync(CancellationToken ct) => OpenAsync(0, ct);

    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) => ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException("Sealed files are read asynchronously.");

    public override long Seek(long offset, SeekOrigin origin) => Position = origin switch
    {
        SeekOrigin.Begin => offset,
        SeekOrigin.Current => Position + offset,
        _ => length + offset,
    };

    public override void Flush()
    {
        // Nothing is ever written.
    }

    public override void SetLength(long value) => throw new NotSupportedException();

    public override void Write(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    public override async ValueTask DisposeAsync()
    {
        await source.DisposeAsync();
        await base.DisposeAsync();
    }

    protected override void Dispose(bool disposing)
    {
        source.Dispose();
        base.Dispose(disposing);
    }

    private async Task OpenAsync(long place, CancellationToken ct)
    {
        if (_fullRecord == 0)
        {
            var first = await RecordAsync(0, ct);
            _fullRecord = SealedRecord.LengthBytes + first.Length;
            (_mark, _content) = SealedRecord.Open(protector, first, mark: null, 0, isLast: _last == 0);
            _place = 0;
        }

        if (place != _place)
        {
            // All records before are full, and full records are equally long.
            var record = await RecordAsync(place * _fullRecord, ct);
            (_, _content) = SealedRecord.Open(protector, record, _mark, place, isLast: place == _last);
            _place = place;
        }

        var expected = place == _last ? length - (_last * SealedRecord.ContentBytes) : SealedRecord.ContentBytes;
        if (_content.Length != expected)
        {
            throw new InvalidDataException($"Record {place} has {_content.Length} bytes, and {expected} were written.");
        }
    }

    private async Task<byte[]> RecordAsync(long at, CancellationToken ct)
    {
        source.Position = at;
        var head = new byte[SealedRecord.LengthBytes];
        try
        {
            await source.ReadExactlyAsync(head, ct);
            var size = BinaryPrimitives.ReadInt32LittleEndian(head);
            if (size is <= 0 or > SealedRecord.MaxSealedBytes)
            {
                throw new InvalidDataException($"At {at} stands no record.");
            }

            var record = new byte[size];
            await source.ReadExactlyAsync(record, ct);
            return record;
        }
        catch (EndOfStreamException cut)
        {
            throw new InvalidDataException($"The file ends at {source.Length}, within a record.", cut);
        }
    }
}
