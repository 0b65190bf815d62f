using System.Globalization;
using SalesProcess.Server.Cli;

namespace SalesProcess.IntegrationTests.Hosting;

/// <summary>The command line, called as from a shell.</summary>
internal static class Commands
{
    public static (int Exit, string Output, string Error) Run(params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var exit = CommandLine.Run(arguments, output, error);
        return (exit, output.ToString(), error.ToString());
    }
}
