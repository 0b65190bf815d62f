using System.Security.Cryptography;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;
using Directory = System.IO.Directory;

namespace SalesProcess.Runtime.Attachments;

/// <summary>
/// The files beside the database, sealed, each named by the SHA-256 of its content: the same content lies there once. A file is complete and flushed before it gets
/// that name, and has the name before a row tells of it; so every row has its file, and a file without a row is left over and may go.
/// </summary>
public sealed class AttachmentFiles
{
    private const string Incoming = "incoming";
    private const string Part = ".part";
    private const int BufferBytes = 64 * 1024;

    private readonly Database _database;
    private readonly IDataProtector _protector;
    private readonly long _maxBytes;
    private readonly string _folder;
    private readonly ILogger _log;
    private readonly Lock _gate = new();

    // How many uploads are about to write a row that names the file: until then it looks as if it were left over.
    private readonly Dictionary<string, int> _kept = new(StringComparer.Ordinal);

    public AttachmentFiles(
        IOptions<AttachmentOptions> options, IOptions<StorageOptions> storage, Database database, IDataProtectionProvider protection, ILogger<AttachmentFiles> log)
    {
        (_database, _maxBytes, _log) = (database, options.Value.MaxBytes, log);
        _protector = protection.CreateProtector("SalesProcess.Attachments");
        _folder = Path.GetFullPath(options.Value.Path ?? Path.Combine(storage.Value.Folder, "attachments"));
    }

    /// <summary>Receives a file to its end. Nothing is left of one that is too large, or whose sender goes away.</summary>
    /// <exception cref="StoreFailedException">The disk does not take it.</exception>
    public async Task<(ReceivedFile? File, Refusal? Refusal)> ReceiveAsync(Stream body, CancellationToken ct)
    {
        var path = Path.Combine(_folder, Incoming, $"{Guid.NewGuid():N}{Part}");
        var received = false;
        var file = Disk.Do(() => Create(path));
        try
        {
            await using var closing = file;
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            var writer = new SealedWriter(file, _protector);
            var buffer = new byte[BufferBytes];
            long size = 0;
            for (int read; (read = await body.ReadAsync(buffer, ct)) > 0;)
            {
                if ((size += read) > _maxBytes)
                {
                    return (null, TooLarge(null));
                }

                hash.AppendData(buffer, 0, read);
                await writer.AppendAsync(buffer.AsMemory(0, read), ct);
            }

            await writer.CompleteAsync(ct);
            Disk.Do(() => file.Flush(flushToDisk: true));
            received = true;
            return (new ReceivedFile(path, Convert.ToHexStringLower(hash.GetHashAndReset()), size), null);
        }
        finally
        {
            if (!received)
            {
                File.Delete(path);
            }
        }
    }

    /// <param name="size">Null if it is only known to be too much.</param>
    public Refusal TooLarge(long? size) => new(
        RefusalCodes.PayloadTooLarge,
        $"The file has {(size is null ? "more than the accepted" : $"{size} bytes; accepted are up to")} {_maxBytes} bytes.",
        Details: new Dictionary<string, object?>(StringComparer.Ordinal) { ["limit"] = _maxBytes, ["size"] = size });

    public bool IsTooLarge(long size) => size > _maxBytes;

    /// <summary>Opens a file for reading, from any place on. It can be read to its end even if it is removed meanwhile.</summary>
    /// <exception cref="InvalidDataException">It is missing or damaged.</exception>
    public async Task<Stream> OpenAsync(string sha256, long size, CancellationToken ct)
    {
        FileStream file;
        try
        {
            file = new FileStream(PathOf(sha256), new FileStreamOptions { Share = FileShare.Read | FileShare.Delete, Options = FileOptions.Asynchronous, BufferSize = 0 });
        }
        catch (Exception missing) when (missing is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidDataException($"The file {sha256} is missing.", missing);
        }

        var content = new SealedStream(file, _protector, size);
        try
        {
            await content.CheckAsync(ct);
            return content;
        }
        catch
        {
            await content.DisposeAsync();
            throw;
        }
    }

    /// <summary>Gives a received file its name, and runs what writes the row that tells of it. If no row does, the file goes.</summary>
    internal async Task<T> KeepAsync<T>(ReceivedFile file, Func<Task<T>> row)
    {
        lock (_gate)
        {
            _kept[file.Sha256] = _kept.GetValueOrDefault(file.Sha256) + 1;
        }

        try
        {
            Disk.Do(() => Place(file));
            return await row();
        }
        finally
        {
            lock (_gate)
            {
                if (--_kept[file.Sha256] == 0)
                {
                    _kept.Remove(file.Sha256);
                }
            }

            RemoveUnused(file.Sha256);
        }
    }

    /// <summary>Removes a file that no row tells of and no upload is about to.</summary>
    internal bool RemoveUnused(string sha256)
    {
        lock (_gate)
        {
            if (_kept.ContainsKey(sha256) || _database.Read(session => AttachmentRows.IsNamed(session, sha256)))
            {
                return false;
            }

            var path = PathOf(sha256);
            try
            {
                if (!File.Exists(path))
                {
                    return false;
                }

                File.Delete(path);
                return true;
            }
            catch (Exception failure) when (failure is IOException or UnauthorizedAccessException)
            {
                _log.LogWarning(failure, "The unused file {Path} could not be removed; the next sweep tries it again", path);
                return false;
            }
        }
    }

    /// <summary>Makes the folder, and removes what came in while the service died. Called once, before the first upload.</summary>
    internal void Start()
    {
        Make(_folder);
        Make(Path.Combine(_folder, Incoming));
        foreach (var part in Directory.EnumerateFiles(Path.Combine(_folder, Incoming), $"*{Part}"))
        {
            File.Delete(part);
        }
    }

    /// <summary>The names of all files. What else lies in the folder is not ours.</summary>
    internal IEnumerable<string> All() => Directory.EnumerateDirectories(_folder)
        .SelectMany(Directory.EnumerateFiles)
        .Select(Path.GetFileName)
        .OfType<string>()
        .Where(name => name.Length == SHA256.HashSizeInBytes * 2 && name.All(char.IsAsciiHexDigitLower));

    private void Place(ReceivedFile file)
    {
        var path = PathOf(file.Sha256);
        var folder = Path.GetDirectoryName(path)!;
        if (Make(folder))
        {
            Disk.FlushFolder(_folder);
        }

        // The same content may be there already, and be read just now. Two who bring it at once put the same in its place.
        if (!File.Exists(path))
        {
            File.Move(file.Path, path, overwrite: true);
        }

        Disk.FlushFolder(folder);
    }

    private string PathOf(string sha256) => Path.Combine(_folder, sha256[..2], sha256);

    private static bool Make(string folder)
    {
        var isNew = !Directory.Exists(folder);
        if (OperatingSystem.IsWindows())
        {
            Directory.CreateDirectory(folder);
        }
        else
        {
            Directory.CreateDirectory(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute);
        }

        return isNew;
    }

    private static FileStream Create(string path)
    {
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Options = FileOptions.Asynchronous, BufferSize = 0 };
        if (!OperatingSystem.IsWindows())
        {
            options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
        }

        return new FileStream(path, options);
    }
}
