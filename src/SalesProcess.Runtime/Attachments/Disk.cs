using System.ComponentModel;
using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Runtime.Attachments;

/// <summary>The disk below the files: what it refuses is a failure of the store, which is told apart from the failing connection of a sender.</summary>
internal static class Disk
{
    private const int ReadOnlyAndCloseOnExec = 0x80000;

    /// <exception cref="StoreFailedException">The disk refuses.</exception>
    public static T Do<T>(Func<T> act)
    {
        try
        {
            return act();
        }
        catch (Exception refusal) when (IsRefusal(refusal))
        {
            throw new StoreFailedException(refusal);
        }
    }

    /// <exception cref="StoreFailedException">The disk refuses.</exception>
    public static void Do(Action act) => Do(() =>
    {
        act();
        return true;
    });

    /// <exception cref="StoreFailedException">The disk refuses.</exception>
    public static async Task DoAsync(Func<ValueTask> act)
    {
        try
        {
            await act();
        }
        catch (Exception refusal) when (IsRefusal(refusal))
        {
            throw new StoreFailedException(refusal);
        }
    }

    /// <summary>Makes the names in a folder survive a power cut, as flushing makes the bytes of a file survive it. .NET opens no folders, so it is asked of the system.</summary>
    public static void FlushFolder(string path)
    {
        if (OperatingSystem.IsWindows())
        {
            // NTFS keeps a journal of names.
            return;
        }

        using var folder = new SafeFileHandle(Open(path, OperatingSystem.IsLinux() ? ReadOnlyAndCloseOnExec : 0), ownsHandle: true);
        if (folder.IsInvalid || Flush(folder) != 0)
        {
            throw new IOException($"The folder '{path}' cannot be flushed: {new Win32Exception(Marshal.GetLastPInvokeError()).Message}");
        }
    }

    // A file that is larger than the file system or the process may have is an argument out of range to .NET.
    private static bool IsRefusal(Exception failure) => failure is IOException or UnauthorizedAccessException or ArgumentOutOfRangeException;

    [DllImport("libc", EntryPoint = "open", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Open([MarshalAs(UnmanagedType.LPUTF8Str)] string path, int flags);

    [DllImport("libc", EntryPoint = "fsync", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static extern int Flush(SafeFileHandle folder);
}
