using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Server.Identity;

/// <summary>The folder of the database: keys that belong to it lie beside it and survive a restart.</summary>
internal sealed class DataFolder(IOptions<StorageOptions> storage)
{
    private const int KeyBytes = 32;

    public string Path { get; } = storage.Value.Folder;

    /// <summary>The key in a file that only its owner may read; it is made when it is first asked for.</summary>
    public byte[] Key(string file)
    {
        var (path, key) = Bytes(file, () => RandomNumberGenerator.GetBytes(KeyBytes));
        return key.Length == KeyBytes ? key : throw new InvalidDataException($"The key file '{path}' is damaged: it has {key.Length} bytes, not {KeyBytes}. Remove it and a new one is made.");
    }

    /// <summary>A pair of keys (P-256) for signing, in a file of the same kind.</summary>
    public ECDsa SigningKey(string file)
    {
        var (path, pem) = Bytes(file, () =>
        {
            using var made = ECDsa.Create(ECCurve.NamedCurves.nistP256);
            return Encoding.ASCII.GetBytes(made.ExportPkcs8PrivateKeyPem());
        });
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(Encoding.ASCII.GetString(pem));
            return key;
        }
        catch (Exception damage) when (damage is ArgumentException or CryptographicException)
        {
            key.Dispose();
            throw new InvalidDataException($"The key file '{path}' is damaged: {damage.Message} Remove it and a new one is made; bundles signed with the old one are then checked with its public key only.", damage);
        }
    }

    private (string Path, byte[] Bytes) Bytes(string file, Func<byte[]> make)
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
            stream.Write(make());
        }

        return (path, File.ReadAllBytes(path));
    }
}
