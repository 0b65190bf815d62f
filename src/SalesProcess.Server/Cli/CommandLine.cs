using System.CommandLine;

namespace SalesProcess.Server.Cli;

/// <summary>The verbs that work without a server or a database. Without a verb the executable serves.</summary>
internal static class CommandLine
{
    /// <summary>The exit code when the command or a file cannot be read.</summary>
    public const int Unreadable = 2;

    /// <summary>Is this a call of a verb, and not one that serves?</summary>
    public static bool Handles(string[] args) =>
        // A word that is no setting is meant as a verb, be it a mistyped one.
        args is [var first, ..] && (first is "-h" or "--help" or "-?" or "--version" || (first is not ['-' or '/', ..] && !first.Contains('=', StringComparison.Ordinal)));

    public static int Run(string[] args, TextWriter output, TextWriter error)
    {
        var root = new RootCommand("SalesProcess runs workflows with people in them. Without a verb it serves its REST interface (http://localhost:5080 unless told otherwise).");
        foreach (var verb in Verbs())
        {
            root.Add(verb);
        }

        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var fault in parsed.Errors)
            {
                error.WriteLine(fault.Message);
            }

            error.WriteLine($"'{string.Join(' ', args.Take(1).Append("--help"))}' shows what is accepted.");
            return Unreadable;
        }

        try
        {
            return parsed.Invoke(new InvocationConfiguration { Output = output, Error = error, EnableDefaultExceptionHandler = false });
        }
        catch (CommandFault fault)
        {
            error.WriteLine(fault.Message);
            return Unreadable;
        }
    }

    private static IEnumerable<Command> Verbs() => [RunVerb.Create(), ValidateVerb.Create(), DiagramVerb.Create(), ReplayVerb.Create(), VerifyVerb.Create()];
}

/// <summary>The command cannot be carried out as it was given: a file is missing or unreadable, a value is wrong.</summary>
internal sealed class CommandFault(string message) : Exception(message);
