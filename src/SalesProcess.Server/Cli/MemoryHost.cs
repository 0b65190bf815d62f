using System.Reflection;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Activities.Composition;
using SalesProcess.Engine.Activities.Flowcharts;
using SalesProcess.Engine.Activities.Http;
using SalesProcess.Engine.Activities.Primitives;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;
using SalesProcess.Tasks;

namespace SalesProcess.Server.Cli;

/// <summary>
/// Runs definitions in memory and carries the messages between their instances. Time and chance begin at the same values, so the same files and input
/// give the same output each time. Nothing leaves the company.
/// </summary>
internal sealed partial class MemoryHost(IReadOnlyDictionary<string, WorkflowGraph> graphs, IReadOnlyDictionary<string, object?> facts, FlowchartMode mode)
{
    /// <summary>More runs than this are taken for instances that wake each other, or come back, without end.</summary>
    public const int MaxRuns = 10_000;

    private readonly List<MemoryInstance> _instances = [];
    private readonly Queue<Action> _messages = new();
    private readonly List<(MemoryInstance Instance, Bookmark Bookmark)> _waiting = [];
    private readonly HashSet<string> _answered = new(StringComparer.Ordinal);
    private readonly Dictionary<string, IReadOnlyList<string>> _actions = new(StringComparer.Ordinal);
    private readonly HashSet<(string RootId, string Key)> _customers = [];
    private readonly List<string> _lines = [];

    // A Monday morning in China.
    private DateTimeOffset _now = new(2026, 1, 5, 9, 0, 0, TimeSpan.FromHours(8));
    private ulong _runs;

    public static readonly Assembly[] Activities = [typeof(UserTask).Assembly];

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Makes the definitions ready; the approval matrix beside the first of them is known to it.</summary>
    /// <exception cref="CommandFault">A definition cannot be compiled.</exception>
    public static MemoryHost Load(IReadOnlyList<(string Path, WorkflowDefinition Definition)> files, FlowchartMode mode)
    {
        var catalog = new ActivityCatalog(Activities);
        var graphs = new Dictionary<string, WorkflowGraph>(StringComparer.Ordinal);
        var definitions = files.Select(f => f.Definition).ToList();
        foreach (var (path, definition) in files)
        {
            try
            {
                graphs[definition.DefinitionId] = WorkflowGraph.Compile(definition, catalog, (_, reference) => reference.Choose(definitions));
            }
            catch (DefinitionException fault)
            {
                throw new CommandFault(DefinitionFiles.Told(path, fault.Findings));
            }
        }

        var facts = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            [Child.PublishedFact] = graphs.Keys.ToDictionary(id => id, _ => (object?)true, StringComparer.Ordinal),
        };
        var matrix = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(files[0].Path))!, "approval-matrix.json");
        if (File.Exists(matrix))
        {
            facts["approval-matrix"] = ValueJson.Parse(File.ReadAllText(matrix));
        }

        return new MemoryHost(graphs, facts, mode);
    }

    public MemoryInstance Start(string definitionId, IReadOnlyDictionary<string, object?> input)
    {
        var instance = Start(graphs[definitionId], input, new Origin(NewAmbient().NewId(), null, null, null), trigger: null);
        Deliver();
        return instance;
    }

    /// <summary>Completes every waiting bookmark in order of creation, until nothing waits.</summary>
    /// <param name="outcome">How tasks are completed, where it is one of their actions; else their first action.</param>
    public void ResumeAll(string? outcome)
    {
        while (_waiting.Count > 0)
        {
            var (instance, bookmark) = _waiting[0];
            _waiting.RemoveAt(0);
            if (instance.Read().FindBookmark(bookmark.Id) is null || _answered.Contains(bookmark.Id))
            {
                continue;
            }

            _now = bookmark.ResumeAt > _now ? bookmark.ResumeAt.Value : _now;
            Run(instance, new Stimulus.Resume(bookmark.Id, Answer(instance, bookmark, outcome)));
            Deliver();
        }
    }

    /// <summary>The incidents of an instance, then those of the instances below it.</summary>
    public IEnumerable<Incident> Incidents(MemoryInstance instance) =>
        _instances.Where(i => i.RootId == instance.RootId).SelectMany(i => i.Read().Incidents);

    private void Deliver()
    {
        while (_messages.TryDequeue(out var message))
        {
            message();
        }
    }

    private MemoryInstance Start(WorkflowGraph graph, IReadOnlyDictionary<string, object?> input, Origin origin, string? trigger)
    {
        var state = new InstanceState
        {
            Id = origin.Id,
            DefinitionId = graph.Definition.DefinitionId,
            DefinitionVersionId = graph.Definition.Id,
            Version = graph.Definition.Version,
            ParentId = origin.Parent?.Id,
            RootId = origin.Parent?.RootId ?? origin.Id,
            ParentBookmarkId = origin.Start?.ParentBookmarkId,
            Answers = origin.Start?.Answers ?? ChildAnswer.AtItsEnd,
            Depth = origin.Start?.Depth ?? 0,
            CorrelationId = origin.CorrelationId,
            FlowchartMode = mode,
            CreatedAt = _now,
        };
        var instance = new MemoryInstance(graph, state);
        _instances.Add(instance);
        Run(instance, new Stimulus.Start(input, trigger) { Chain = origin.Start?.Chain ?? 0 });
        return instance;
    }

    private void Run(MemoryInstance instance, Stimulus stimulus)
    {
        var run = instance.Run(stimulus, NewAmbient());
        _waiting.AddRange(run.Added.Select(b => (instance, b)));
        foreach (var effect in run.Effects)
        {
            Perform(instance, effect with { Chain = stimulus.Chain + 1 });
        }

        var isAnswer = run.State.Answers == ChildAnswer.AtOnce ? stimulus is Stimulus.Start : run.State.Status == WorkflowStatus.Finished;
        if (isAnswer && run.State is { ParentId: { } parent, ParentBookmarkId: { } bookmark })
        {
            _messages.Enqueue(() => AnswerParent(parent, bookmark, run.State, stimulus.Chain + 1));
        }

        if (run.State.SubStatus == WorkflowSubStatus.Cancelled)
        {
            _instances.Where(i => i.Read().ParentId == instance.Id).ToList().ForEach(child => _messages.Enqueue(() => Cancel(child.Id)));
        }
    }

    private void Perform(MemoryInstance instance, Effect effect)
    {
        switch (effect)
        {
            case Effect.Line line:
                _lines.Add(line.Text);
                break;
            case Effect.StartChild child:
                // The child answers this bookmark; nobody else does.
                _answered.Add(child.ParentBookmarkId ?? "");
                _messages.Enqueue(() => Start(graphs[child.DefinitionId], child.Input, new Origin(child.InstanceId, instance, child, child.CorrelationId), trigger: null));
                break;
            case Effect.CancelChild cancelled:
                _messages.Enqueue(() => Cancel(cancelled.InstanceId));
                break;
            case Effect.PublishEvent published:
                _messages.Enqueue(() => Publish(published));
                break;
            case OpenUserTask open:
                _actions[open.BookmarkId] = [.. open.Actions.Select(a => a.Key)];
                break;
            case FindDuplicates find:
                Answer(instance, find.BookmarkId, ("matches", Matches(instance, find.Keys)));
                break;
            case SendDocument send:
                // A trial run has no approvals by people to check the document against: it is taken for released.
                Answer(instance, send.BookmarkId, ("outcome", ReleaseDecision.Sent), ("sha256", send.Sha256), ("sentAt", _now));
                break;
        }
    }

    private void Cancel(string instanceId)
    {
        var instance = _instances.First(i => i.Id == instanceId);
        if (instance.Read().Status == WorkflowStatus.Running)
        {
            Run(instance, new Stimulus.Cancel(null));
        }
    }

    private void AnswerParent(string parentId, string bookmarkId, InstanceState child, int chain)
    {
        var parent = _instances.First(i => i.Id == parentId);
        ResumeIfWaiting(parent, bookmarkId, chain, new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["instanceId"] = child.Id,
            ["status"] = child.Status.ToString(),
            ["subStatus"] = child.SubStatus.ToString(),
            ["outcome"] = child.Outcome,
            ["output"] = child.Output,
        });
    }

    // The host answers by itself; nobody is asked.
    private void Answer(MemoryInstance instance, string bookmarkId, params ReadOnlySpan<(string Key, object? Value)> answer)
    {
        var input = new Dictionary<string, object?>(StringComparer.Ordinal);
        foreach (var (key, value) in answer)
        {
            input[key] = value;
        }

        _answered.Add(bookmarkId);
        _messages.Enqueue(() => ResumeIfWaiting(instance, bookmarkId, 0, input));
    }

    private List<object?> Matches(MemoryInstance instance, IReadOnlyList<string> keys)
    {
        var matches = _customers.Where(c => c.RootId != instance.RootId && keys.Contains(c.Key, StringComparer.Ordinal))
            .Select(object? (c) => new Dictionary<string, object?>(StringComparer.Ordinal) { ["instanceId"] = c.RootId, ["businessKey"] = null, ["key"] = c.Key })
            .ToList();
        _customers.UnionWith(keys.Select(key => (instance.RootId, key)));
        return matches;
    }

    private void Publish(Effect.PublishEvent published)
    {
        var input = new Dictionary<string, object?>(StringComparer.Ordinal) { [Event.PayloadKey] = published.Payload };
        var hash = StimulusHash.Compute("Elsa.Event", Event.Payload(published.Name));
        foreach (var instance in _instances.Where(i => published.InstanceId is null || i.Id == published.InstanceId).ToList())
        {
            var state = instance.Read();
            if (published.CorrelationId is null || published.CorrelationId == state.CorrelationId)
            {
                // One after the other, each on the state that the one before left.
                state.Bookmarks.Where(b => b.Hash == hash).ToList().ForEach(b => _messages.Enqueue(() => ResumeIfWaiting(instance, b.Id, published.Chain, input)));
            }
        }

        var triggered = published.InstanceId is null ? graphs.Values.SelectMany(g => Trigger.Of(g, new Ambient(_now, 0, facts)).Where(t => t.Hash == hash).Select(t => (Graph: g, t.ActivityId))) : [];
        foreach (var (graph, activityId) in triggered.ToList())
        {
            _messages.Enqueue(() => Start(graph, input, new Origin(NewAmbient().NewId(), null, null, published.CorrelationId), activityId));
        }
    }

    private void ResumeIfWaiting(MemoryInstance instance, string bookmarkId, int chain, IReadOnlyDictionary<string, object?> input)
    {
        if (instance.Read().FindBookmark(bookmarkId) is not null)
        {
            Run(instance, new Stimulus.Resume(bookmarkId, input) { Chain = chain });
        }
    }

    private Dictionary<string, object?> Answer(MemoryInstance instance, Bookmark bookmark, string? outcome)
    {
        var answer = new Dictionary<string, object?>(StringComparer.Ordinal);
        switch (instance.Read().Records.Find(r => r.Id == bookmark.RecordId)!.Activity)
        {
            case RunTask:
                answer[RunTask.AnswerKey] = outcome;
                break;
            case Event:
                answer[Event.PayloadKey] = null;
                break;
            case HttpEndpoint:
                // A call without anything in it; what is answered, nobody sees.
                answer[HttpEndpoint.RequestKey] = new IncomingRequest { Id = bookmark.Id }.ToStimulus();
                break;
            case SendHttpRequest or FlowSendHttpRequest:
                // Nothing is sent: the answer is the one that is named, or the first that is expected.
                answer["outcome"] = outcome;
                break;
            case var activity when bookmark.ResumeAt is null:
                var actions = _actions.GetValueOrDefault(bookmark.Id) ?? activity.KnownOutcomes() ?? [];
                answer["action"] = outcome is not null && (actions.Count == 0 || actions.Contains(outcome, StringComparer.Ordinal)) ? outcome : actions is [var first, ..] ? first : "Done";
                answer["data"] = new Dictionary<string, object?>(StringComparer.Ordinal);
                break;
        }

        return answer;
    }

    private Ambient NewAmbient() => ++_runs <= MaxRuns
        ? new Ambient(_now, _runs, facts)
        : throw new CommandFault($"{MaxRuns} runs did not bring the workflows to an end. They are taken for ones that wake each other, or come back, without end.");

    private sealed record Origin(string Id, MemoryInstance? Parent, Effect.StartChild? Start, string? CorrelationId);
}
