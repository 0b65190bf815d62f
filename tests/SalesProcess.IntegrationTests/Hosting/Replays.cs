using System.Text.Json.Nodes;

namespace SalesProcess.IntegrationTests.Hosting;

/// <summary>The command line's <c>replay</c>, on a database file.</summary>
internal static class Replays
{
    /// <summary>All instances of the file, each with what replay says of it.</summary>
    public static IReadOnlyList<JsonNode> OfAll(string databaseFile) =>
        [.. JsonNode.Parse(Run(databaseFile, "--all", "--format", "json").Output)!.AsArray().Select(r => r!)];

    public static (int Exit, string Output, string Error) Run(string databaseFile, params string[] arguments) =>
        Commands.Run(["replay", .. arguments, "--connection", $"Data Source={databaseFile}"]);
}
