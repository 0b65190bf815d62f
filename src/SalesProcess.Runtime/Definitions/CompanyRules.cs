using System.Collections.Frozen;
using Microsoft.Extensions.Options;
using SalesProcess.Engine.Values;
using SalesProcess.Runtime.Storage;
using SalesProcess.Tasks;
using Directory = SalesProcess.Tasks.Directory;

namespace SalesProcess.Runtime;

/// <summary>The company's own files beside the definitions: people, forms, calendars and the approval matrix, read at start.</summary>
public sealed class CompanyRules
{
    private readonly Database _database;
    private readonly FrozenDictionary<string, TaskForm> _forms;
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, TaskForm?> _byHash = new(StringComparer.Ordinal);

    /// <exception cref="InvalidDataException">A file is missing or cannot be read; the message names it.</exception>
    public CompanyRules(IOptions<WorkflowsOptions> options, Database database)
    {
        _database = database;
        Folder = Path.GetFullPath(options.Value.Path);
        Directory = Read("directory.json", Directory.Parse);
        ApprovalMatrix = Read("approval-matrix.json", ValueJson.Parse);
        Calendars = ReadAll("calendars", (_, text) => Calendar.Parse(text)).ToFrozenDictionary(c => c.Id, StringComparer.Ordinal);
        _forms = ReadAll("forms", (file, text) => TaskForm.Parse(Path.GetFileNameWithoutExtension(file), text)).ToFrozenDictionary(f => f.Id, StringComparer.Ordinal);
        Facts = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [Tasks.ApprovalMatrix.Fact] = ApprovalMatrix,
            [TaskFacts.Forms] = _forms.Keys.ToDictionary(id => id, _ => (object?)true, StringComparer.Ordinal),
            [TaskFacts.Calendars] = Calendars.Keys.ToDictionary(id => id, _ => (object?)true, StringComparer.Ordinal),
        };
    }

    public string Folder { get; }

    public Directory Directory { get; }

    public object? ApprovalMatrix { get; }

    public IReadOnlyDictionary<string, Calendar> Calendars { get; }

    /// <summary>What activities may ask for by name.</summary>
    public IReadOnlyDictionary<string, object?> Facts { get; }

    public IEnumerable<TaskForm> Forms => _forms.Values;

    /// <summary>The calendar that a task's times are counted by; null if it has none, or none that is still here.</summary>
    public Calendar? CalendarOf(UserTask task) => task.Calendar is null ? null : Calendars.GetValueOrDefault(task.Calendar);

    public TaskForm? Form(string id) => _forms.GetValueOrDefault(id);

    /// <summary>The form as it was when a task was opened with it.</summary>
    public TaskForm? FormByHash(string hash) => _byHash.GetOrAdd(hash, key =>
        _forms.Values.FirstOrDefault(f => f.Hash == key)
        ?? _database.Read(session => session.Find(
            "SELECT text FROM contents WHERE hash = $1", r => TaskForm.Parse(key, r.GetString(0)), key)));

    private T Read<T>(string name, Func<string, T> parse)
    {
        var file = Path.Combine(Folder, name);
        if (!File.Exists(file))
        {
            throw new InvalidDataException($"The file '{file}' is missing. Workflows:Path must name a folder with definitions, directory.json and approval-matrix.json.");
        }

        return Parse(file, parse);
    }

    private List<T> ReadAll<T>(string folder, Func<string, string, T> parse)
    {
        var path = Path.Combine(Folder, folder);
        return System.IO.Directory.Exists(path)
            ? [.. System.IO.Directory.GetFiles(path, "*.json").Order(StringComparer.Ordinal).Select(file => Parse(file, text => parse(file, text)))]
            : [];
    }

    private static T Parse<T>(string file, Func<string, T> parse)
    {
        try
        {
            return parse(File.ReadAllText(file));
        }
        catch (Exception fault) when (fault is ConfigurationFault or System.Text.Json.JsonException or FormatException or InvalidDataException or ArgumentException)
        {
            throw new InvalidDataException($"The file '{file}' cannot be used: {fault.Message}", fault);
        }
    }
}
