using System.CommandLine;
using SalesProcess.Verifier;

namespace SalesProcess.Server.Cli;

/// <summary><c>verify</c>: checks an evidence bundle, without the service that made it.</summary>
internal static class VerifyVerb
{
    public static Command Create()
    {
        var bundle = new Argument<FileInfo>("bundle") { Description = "The file that GET /instances/{id}/evidence gave." };
        var key = new Option<FileInfo?>("--key") { Description = "The public key (PEM) that the bundle must be signed with; without it the one in the bundle counts." };
        var command = new Command("verify", "Checks an evidence bundle. Exit code 0 if it holds, 1 if something does not hold or the file is no bundle, 2 if a file is not there or may not be opened.") { bundle, key };
        command.SetAction(parsed =>
        {
            var faults = Evidence.Check(Read(parsed.GetRequiredValue(bundle)), parsed.GetValue(key) is { } file ? System.Text.Encoding.UTF8.GetString(Read(file)) : null);
            var output = parsed.InvocationConfiguration.Output;
            foreach (var fault in faults)
            {
                output.WriteLine(fault);
            }

            output.WriteLine(faults.Count == 0
                ? parsed.GetValue(key) is null ? "The bundle holds. Who signed it is not known without --key." : "The bundle holds, and is signed with the key that was given."
                : $"The bundle does not hold: {faults.Count} fault(s).");
            return faults.Count == 0 ? 0 : 1;
        });
        return command;
    }

    private static byte[] Read(FileInfo file)
    {
        try
        {
            return File.ReadAllBytes(file.FullName);
        }
        catch (Exception fault) when (fault is IOException or UnauthorizedAccessException)
        {
            throw new CommandFault($"'{file}' cannot be read: {fault.Message}");
        }
    }
}
