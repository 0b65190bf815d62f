using System.Security.Cryptography;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Options;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Server.Identity;

/// <summary>The folder of the database: keys that belong to it lie beside it and survive a restart.</summary>
internal sealed class DataFolder(IOptions<StorageOptions> storage)
{
    private const int KeyBytes = 32;

    public string Path { get; } = System.IO.Path.GetDirectoryName(
        System.IO.Path.GetFullPath(new SqliteConnectionStringBuilder(storage.Value.ConnectionString).DataSource)) ?? Environment.CurrentDirectory;

    /// <summary>The key in a file that only its owner may read; it is made when it is first asked for.</summary>
    public byte[] Key(string file)
    {
        Directory.CreateDirectory(Path);
        var path = System.IO.Path.Combine(Path, file);
        if (!File.Exists(path))
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write };
            if (!OperatingSystem.IsWindows())
            {
                options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            }

            using var stream = new FileStream(path, options);
            stream.Write(RandomNumberGenerator.GetBytes(KeyBytes));
        }

        var key = File.ReadAllBytes(path);
        return key.Length == KeyBytes ? key : throw new InvalidDataException($"The key file '{path}' is damaged: it has {key.Length} bytes, not {KeyBytes}. Remove it and a new one is made.");
    }
}
