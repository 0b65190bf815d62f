using System.Buffers.Binary;
using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;

namespace SalesProcess.Runtime.Attachments;

/// <summary>Writes a sealed file from front to back.</summary>
/// <exception cref="Storage.StoreFailedException">The disk does not take it.</exception>
internal sealed class SealedWriter(Stream target, IDataProtector protector)
{
    private readonly byte[] _mark = RandomNumberGenerator.GetBytes(SealedRecord.MarkBytes);
    private readonly byte[] _content = new byte[SealedRecord.ContentBytes];
    private int _filled;
    private long _place;

    public async Task AppendAsync(ReadOnlyMemory<byte> bytes, CancellationToken ct)
    {
        while (!bytes.IsEmpty)
        {
            // A full record is written when more comes: only then it is known not to be the last.
            if (_filled == _content.Length)
            {
                await WriteAsync(isLast: false, ct);
            }

            var part = bytes[..Math.Min(bytes.Length, _content.Length - _filled)];
            part.CopyTo(_content.AsMemory(_filled));
            _filled += part.Length;
            bytes = bytes[part.Length..];
        }
    }

    public Task CompleteAsync(CancellationToken ct) => WriteAsync(isLast: true, ct);

    private async Task WriteAsync(bool isLast, CancellationToken ct)
    {
        var record = SealedRecord.Seal(protector, _mark, _place++, isLast, _content.AsSpan(0, _filled));
        var length = new byte[SealedRecord.LengthBytes];
        BinaryPrimitives.WriteInt32LittleEndian(length, record.Length);
        await Disk.DoAsync(() => target.WriteAsync(length, ct));
        await Disk.DoAsync(() => target.WriteAsync(record, ct));
        _filled = 0;
    }
}
