namespace SalesProcess.Runtime.Attachments;

/// <summary>A file that has come in completely and is on the disk, under a name that nobody looks for yet. Disposed before it was kept, it is gone.</summary>
public sealed class ReceivedFile(string path, string sha256, long size) : IDisposable
{
    internal string Path => path;

    public string Sha256 => sha256;

    public long Size => size;

    public void Dispose() => File.Delete(path);
}
