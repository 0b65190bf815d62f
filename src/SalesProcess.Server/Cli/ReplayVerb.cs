using System.CommandLine;
using Microsoft.Data.Sqlite;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Values;
using SalesProcess.Runtime.Replay;
using SalesProcess.Runtime.Storage;

namespace SalesProcess.Server.Cli;

/// <summary><c>replay</c>: computes instances again from their journal and compares. It only reads, beside a running server too.</summary>
internal static class ReplayVerb
{
    public static Command Create()
    {
        var instance = new Argument<string?>("instanceId") { Arity = ArgumentArity.ZeroOrOne, Description = "The instance; leave it out with --all." };
        var all = new Option<bool>("--all") { Description = "All instances of the database." };
        var connection = new Option<string>("--connection")
        {
            Description = "The database.",
            DefaultValueFactory = _ => Environment.GetEnvironmentVariable("Storage__ConnectionString") ?? new StorageOptions().ConnectionString,
        };
        var format = new Option<string>("--format") { Description = "text for people, json for programs.", DefaultValueFactory = _ => "text" };
        format.AcceptOnlyFromAmong("text", "json");
        var command = new Command("replay", "Computes an instance again from its journal and compares. Exit code 1 if anything differs, 2 if it cannot be read.") { instance, all, connection, format };
        command.SetAction(parsed =>
        {
            var id = parsed.GetValue(instance);
            if ((id is null) != parsed.GetValue(all))
            {
                throw new CommandFault("Give either an instance's id or --all.");
            }

            using var session = Open(parsed.GetRequiredValue(connection));
            var replay = new InstanceReplay(new ActivityCatalog(MemoryHost.Activities));
            var reports = (id is null ? InstanceReplay.All(session) : [id])
                .Select(i => replay.Run(session, i) ?? throw new CommandFault($"There is no instance '{i}' in this database.")).ToList();
            var output = parsed.InvocationConfiguration.Output;
            if (parsed.GetRequiredValue(format) == "json")
            {
                output.WriteLine(ValueJson.Format(reports.Select(ToValue).ToList(), indented: true));
            }
            else
            {
                reports.ForEach(report => output.WriteLine(Describe(report)));
                output.WriteLine($"{Count(ReplayVerdict.Equal)} equal, {Count(ReplayVerdict.Differs)} differ, {Count(ReplayVerdict.Unproven)} unproven.");
            }

            return Count(ReplayVerdict.Differs) > 0 ? 1 : 0;

            int Count(ReplayVerdict verdict) => reports.Count(r => r.Verdict == verdict);
        });
        return command;
    }

    private static Session Open(string connectionString)
    {
        try
        {
            var session = Database.OpenReadOnly(connectionString);
            session.Query("SELECT digest FROM journal LIMIT 0", r => r.GetString(0));
            return session;
        }
        catch (Exception fault) when (fault is SqliteException or ArgumentException)
        {
            throw new CommandFault($"The database '{connectionString}' cannot be opened: {fault.Message}");
        }
    }

    private static string Describe(ReplayReport report) => report switch
    {
        { Difference: { } d } => $"{report.InstanceId}: differs at run {d.Revision}{(d.Sequence is { } n ? $", entry {n}" : "")} ({d.What}): recorded {Shortened(d.Recorded)}, computed {Shortened(d.Computed)}",
        { Verdict: ReplayVerdict.Unproven } => $"{report.InstanceId}: unproven; run {report.Runs + 1} was recorded by a version that kept too little to compute it again.",
        _ => $"{report.InstanceId}: equal ({report.Runs} runs, {report.Entries} entries)",
    };

    private static string Shortened(string? text) => text is null ? "nothing" : text.Length <= 300 ? text : text[..300] + " …";

    private static Dictionary<string, object?> ToValue(ReplayReport report) => new(StringComparer.Ordinal)
    {
        ["instanceId"] = report.InstanceId,
        ["verdict"] = report.Verdict.ToString(),
        ["runs"] = report.Runs,
        ["entries"] = report.Entries,
        ["difference"] = report.Difference is not { } d ? null : new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["run"] = d.Revision,
            ["sequence"] = d.Sequence,
            ["what"] = d.What,
            ["recorded"] = d.Recorded,
            ["computed"] = d.Computed,
        },
    };
}
