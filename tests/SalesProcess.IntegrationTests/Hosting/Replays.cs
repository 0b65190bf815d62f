using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using SalesProcess.Server.Cli;

namespace SalesProcess.IntegrationTests.Hosting;

/// <summary>The command line's <c>replay</c>, on a database file.</summary>
internal static class Replays
{
    /// <summary>All instances of the file, each with what replay says of it.</summary>
    public static IReadOnlyList<JsonNode> OfAll(string databaseFile) =>
        [.. JsonNode.Parse(Run(databaseFile, "--all", "--format", "json").Output)!.AsArray().Select(r => r!)];

    /// <summary>The first difference in the words of the report; null if there is none.</summary>
    public static string? Difference(JsonNode report) => report["difference"]?.ToJsonString(new JsonSerializerOptions { WriteIndented = false });

    public static (int Exit, string Output, string Error) Run(string databaseFile, params string[] arguments)
    {
        using var output = new StringWriter(CultureInfo.InvariantCulture);
        using var error = new StringWriter(CultureInfo.InvariantCulture);
        var exit = CommandLine.Run(["replay", .. arguments, "--connection", $"Data Source={databaseFile}"], output, error);
        return (exit, output.ToString(), error.ToString());
    }
}
