using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Time.Testing;
using SalesProcess.Engine.Execution;
using SalesProcess.IntegrationTests.Hosting;
using SalesProcess.Runtime;
using SalesProcess.Runtime.Definitions;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;
using Directory = System.IO.Directory;

namespace SalesProcess.IntegrationTests.Runtime;

/// <summary>The runtime without its server: a real database file, a clock that tests move.</summary>
internal sealed class RunningRuntime : IAsyncDisposable
{
    private readonly IHost _host;

    private RunningRuntime(string folder, IHost host, FakeTimeProvider clock)
    {
        Folder = folder;
        _host = host;
        Clock = clock;
    }

    public static Caller Anna { get; } = new(new Actor("anna", new HashSet<string>(StringComparer.Ordinal) { "sales-rep", "team-east" }));

    public static Caller Bert { get; } = new(new Actor("bert", new HashSet<string>(StringComparer.Ordinal) { "sales-rep", "team-east" }));

    public string Folder { get; }

    public FakeTimeProvider Clock { get; }

    public WorkflowService Workflows => Get<WorkflowService>();

    public TaskService Tasks => Get<TaskService>();

    public Database Database => Get<Database>();

    public T Get<T>()
        where T : notnull => _host.Services.GetRequiredService<T>();

    /// <summary>Starts on a new folder, or on one that an earlier runtime left.</summary>
    public static Task<RunningRuntime> StartAsync(string? folder = null, params string[] definitions) =>
        StartAsync(new DateTimeOffset(2026, 3, 2, 1, 0, 0, TimeSpan.Zero), folder, definitions);

    public static Task<RunningRuntime> StartAsync(DateTimeOffset now, string? folder, params string[] definitions) => StartAsync(now, folder, [], definitions);

    /// <summary>Starts with more settings.</summary>
    public static async Task<RunningRuntime> StartAsync(DateTimeOffset now, string? folder, Dictionary<string, string?> settings, params string[] definitions)
    {
        folder ??= Directory.CreateTempSubdirectory("salesprocess").FullName;
        var workflows = Path.Combine(folder, "workflows");
        Directory.CreateDirectory(workflows);
        await WriteIfNoneAsync(
            Path.Combine(workflows, "directory.json"),
            """
            {"people":[{"id":"anna","name":"Anna","groups":["sales-rep","team-east"],"manager":"maria"},{"id":"bert","name":"Bert","groups":["sales-rep","team-east"],"manager":"maria"},
            {"id":"maria","name":"Maria","groups":["sales-manager","team-east"]}],"groups":[{"id":"sales-rep"},{"id":"sales-manager"},{"id":"team-east"}]}
            """);
        await WriteIfNoneAsync(Path.Combine(workflows, "approval-matrix.json"), """{"contract":{"always":["legal"]}}""");
        foreach (var definition in definitions)
        {
            await File.WriteAllTextAsync(Path.Combine(workflows, $"{JsonNode.Parse(definition)!["definitionId"]}.json"), definition);
        }

        var clock = new FakeTimeProvider(now);
        var builder = Host.CreateEmptyApplicationBuilder(new HostApplicationBuilderSettings());
        builder.Configuration.AddInMemoryCollection(new Dictionary<string, string?>(StringComparer.Ordinal)
        {
            ["Storage:ConnectionString"] = $"Data Source={Path.Combine(folder, "data", "test.db")}",
            ["Workflows:Path"] = workflows,
        });
        builder.Configuration.AddInMemoryCollection(settings);
        builder.Services.AddSingleton<TimeProvider>(clock);
        builder.Services.AddLogging(logging => logging.AddConsole().SetMinimumLevel(LogLevel.Warning));
        builder.Services.AddSalesProcessRuntime(builder.Configuration);
        var host = builder.Build();
        await host.StartAsync();
        return new RunningRuntime(folder, host, clock);
    }

    public InstanceState State(string id) => Database.Read(session => session.Find(
        "SELECT version_id, state FROM instances WHERE id = $1",
        r => StateJson.Read((byte[])r.GetValue(1), Get<DefinitionService>().Graph(r.GetString(0))),
        id))!;

    public List<string> Ids(string sql, params object?[] values) => Database.Read(session => session.Query(sql, r => r.GetString(0), values));

    public int Count(string table) => Database.Read(session => session.Query($"SELECT COUNT(*) FROM {table}", r => r.GetInt32(0)))[0];

    /// <summary>Starts an instance and gives its id.</summary>
    public async Task<string> StartInstanceAsync(string definition, params (string Name, object? Value)[] input)
    {
        var answer = await Workflows.StartAsync(
            new StartInstance(definition, null, null, null, input.ToDictionary(i => i.Name, i => i.Value, StringComparer.Ordinal)), Anna, CancellationToken.None);
        return answer is Answer.Accepted accepted ? accepted.Id : throw new AssertionException($"The start was refused: {answer}");
    }

    /// <summary>Moves the clock until the state shows; the pumps run on the same clock.</summary>
    public async Task UntilAsync(Func<bool> condition)
    {
        for (var tries = 0; tries < 500; tries++)
        {
            if (condition())
            {
                return;
            }

            Clock.Advance(TimeSpan.FromSeconds(1));
            await Task.Yield();
            await Get<CommitQueue>().RunAsync(_ => true, CancellationToken.None);
        }

        // The clock was faster than the pumps' threads: now it waits for them.
        await Eventually.Holds("the state", () =>
        {
            Clock.Advance(TimeSpan.FromSeconds(1));
            return Task.FromResult(condition());
        });
    }

    private static async Task WriteIfNoneAsync(string file, string text)
    {
        if (!File.Exists(file))
        {
            await File.WriteAllTextAsync(file, text);
        }
    }

    public async ValueTask StopAsync()
    {
        await _host.StopAsync();
        _host.Dispose();
    }

    public async ValueTask DisposeAsync()
    {
        await StopAsync();
        Microsoft.Data.Sqlite.SqliteConnection.ClearAllPools();
        Directory.Delete(Folder, recursive: true);
    }
}
