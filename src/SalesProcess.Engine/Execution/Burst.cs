using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Activities.Http;
using SalesProcess.Engine.Definitions;

namespace SalesProcess.Engine.Execution;

/// <summary>One run: a FIFO queue of activities, drained until everything that is left waits.</summary>
internal sealed partial class Burst(WorkflowGraph graph, InstanceState state, Ambient ambient)
{
    /// <summary>A definition that runs this many activities without waiting is taken for an endless loop.</summary>
    public const int MaxActivities = 30_000;

    /// <summary>One run may note this much in the journal (characters and members of what activities took and gave).</summary>
    public const int MaxNoted = 32_000_000;

    private readonly Queue<ActivityRecord> _queue = new();
    private readonly List<Effect> _effects = [];
    private readonly List<JournalEntry> _journal = [];
    private readonly List<Bookmark> _added = [];
    private readonly List<Bookmark> _removed = [];
    private readonly Dictionary<ActivityRecord, Dictionary<string, object?>> _inputs = [];
    private readonly Dictionary<ActivityRecord, Dictionary<string, object?>> _outputs = [];
    private readonly HashSet<ActivityRecord> _waiting = [];
    private readonly Dictionary<ActivityRecord, IReadOnlyList<string>?> _ending = [];
    private readonly HashSet<ActivityRecord> _leftovers = [];
    private int _executed;
    private long _noted;
    private bool _ended;

    public WorkflowGraph Graph => graph;

    public InstanceState State => state;

    public Ambient Ambient => ambient;

    /// <summary>See <see cref="Stimulus.Chain"/>.</summary>
    public int Chain { get; init; }

    /// <summary>The trigger activity that the start came through, if any.</summary>
    public string? TriggerActivityId { get; private set; }

    /// <summary>What woke the instance: the workflow's input of a start, or the input of a resumed bookmark.</summary>
    public IReadOnlyDictionary<string, object?> StimulusInput { get; private set; } = new Dictionary<string, object?>(StringComparer.Ordinal);

    public void Start(Stimulus.Start start)
    {
        // A request is handed on by its endpoint, and not kept as an input of the workflow besides.
        foreach (var (name, value) in start.Input.Where(i => i.Key != HttpEndpoint.RequestKey))
        {
            state.Input[name] = value;
        }

        TriggerActivityId = start.TriggerActivityId;
        StimulusInput = start.Input;
        Schedule(graph.Root, parent: null, tag: null, variables: null);
        Drain();
    }

    public void Resume(Stimulus.Resume resume)
    {
        var bookmark = state.FindBookmark(resume.BookmarkId) ?? throw new InvalidOperationException($"Bookmark {resume.BookmarkId} does not exist.");
        StimulusInput = resume.Input;
        RemoveBookmark(bookmark);
        var record = state.Records.Find(r => r.Id == bookmark.RecordId) ?? throw new InvalidOperationException($"Record {bookmark.RecordId} does not exist.");
        ResumeRecord(record, bookmark, resume.Input);
        Drain();
    }

    public void Retry()
    {
        state.Incidents.Clear();
        Reopen();
        foreach (var record in state.Records.Where(r => r.Status == ActivityStatus.Faulted).ToList())
        {
            RetryRecord(record);
        }

        Drain();
    }

    public void CancelInstance()
    {
        if (state.Records.Find(r => r.Parent is null) is { } root)
        {
            Cancel(root);
        }

        Close(WorkflowSubStatus.Cancelled);
    }

    public RunResult Finish()
    {
        state.UpdatedAt = ambient.Now;
        if (state.SubStatus is not WorkflowSubStatus.Cancelled)
        {
            Settle();
        }

        ReleaseRequester();

        return new RunResult(state, _effects, _journal, _added, _removed);
    }

    public ActivityRecord Schedule(Activity activity, ActivityRecord? parent, object? tag, IReadOnlyDictionary<string, object?>? variables)
    {
        var record = new ActivityRecord
        {
            Id = (state.NextRecord++).ToString(System.Globalization.CultureInfo.InvariantCulture),
            Activity = activity,
            Parent = parent,
            Tag = tag,
            StartedAt = ambient.Now,
            Variables = variables is null ? null : new Dictionary<string, object?>(variables, StringComparer.Ordinal),
        };
        state.Add(record);
        _queue.Enqueue(record);
        return record;
    }

    public void Complete(ActivityRecord record, IReadOnlyList<string>? outcomes)
    {
        if (record.IsFinal)
        {
            return;
        }

        outcomes = _ending.GetValueOrDefault(record, outcomes);
        record.Status = ActivityStatus.Completed;
        CancelChildren(record);
        Close(record);
        Log(record, "Completed", outcomes: outcomes, outputs: _outputs.GetValueOrDefault(record));
        if (record.Parent is null)
        {
            _ended = true;
        }
        else if (!record.Parent.IsFinal && !_leftovers.Contains(record))
        {
            Guard(record.Parent, Retried.Child(record, outcomes), context => context.Record.Activity.ChildEnded(context, record, outcomes ?? Outcomes.Done), left: record.Activity);
        }
    }

    /// <summary>Completes a record and, from inside it, an ancestor: everything between them is cancelled.</summary>
    public void CompleteAncestor(ActivityRecord record, ActivityRecord ancestor, IReadOnlyList<string>? outcomes)
    {
        record.Status = ActivityStatus.Completed;
        CancelChildren(record);
        Close(record);
        Log(record, "Completed");
        Complete(ancestor, outcomes);
    }

    public void Cancel(ActivityRecord record)
    {
        if (record.IsFinal)
        {
            return;
        }

        record.Status = ActivityStatus.Canceled;
        CancelChildren(record);
        Close(record);
        Log(record, "Canceled");
    }

    public void CancelChildren(ActivityRecord record)
    {
        for (var i = state.Records.Count - 1; i >= 0 && record.OpenChildren > 0; i--)
        {
            // Cancelling a child removes its own descendants too, so the index may have moved past the end.
            if (i < state.Records.Count && ReferenceEquals(state.Records[i].Parent, record))
            {
                Cancel(state.Records[i]);
            }
        }
    }

    public IEnumerable<ActivityRecord> ChildrenOf(ActivityRecord record) => record.OpenChildren == 0 ? [] : state.Records.Where(r => ReferenceEquals(r.Parent, record));

    public Bookmark AddBookmark(ActivityRecord record, string name, object? payload, object? key, bool hashed, DateTimeOffset? resumeAt)
    {
        var bookmark = new Bookmark(
            ambient.NewId(), name, record.Id, record.Activity.Id, payload, hashed ? StimulusHash.Compute(name, key) : null, resumeAt, ambient.Now);
        state.Bookmarks.Add(bookmark);
        _added.Add(bookmark);
        _waiting.Add(record);
        return bookmark;
    }

    public void RemoveBookmark(Bookmark bookmark)
    {
        if (state.Bookmarks.Remove(bookmark) && !_added.Remove(bookmark))
        {
            _removed.Add(bookmark);
        }
    }

    public void Emit(Effect effect) => _effects.Add(effect);

    public void SetOutput(ActivityRecord record, string name, object? value)
    {
        if (!_outputs.TryGetValue(record, out var outputs))
        {
            _outputs[record] = outputs = new Dictionary<string, object?>(StringComparer.Ordinal);
        }

        outputs[name] = value;
        if (!state.ActivityOutputs.TryGetValue(record.Activity.Key, out var kept))
        {
            state.ActivityOutputs[record.Activity.Key] = kept = new Dictionary<string, object?>(StringComparer.Ordinal);
        }

        kept[name] = value;
        if (name == "result")
        {
            state.LastResult = value;
        }
    }

    private void Drain()
    {
        state.SubStatus = WorkflowSubStatus.Executing;
        while (!_ended && _queue.TryDequeue(out var record))
        {
            if (record.Status == ActivityStatus.Pending)
            {
                Execute(record);
            }
        }

        foreach (var record in _waiting.Where(r => r.Status == ActivityStatus.Running))
        {
            Log(record, "Suspended");
        }
    }

    private void Execute(ActivityRecord record)
    {
        record.Status = ActivityStatus.Running;
        Declare(record);
        Guard(record, Retried.Execution, context =>
        {
            if (++_executed > MaxActivities)
            {
                throw new ActivityFault($"{MaxActivities} activities ran without waiting once. This is taken for an endless loop; put a wait into it or end it.");
            }

            if (record.Parent is { } parent)
            {
                parent.Activity.ChildStarts(new ActivityContext(this, parent), record);
            }

            context.EvaluateInputs();
            Log(record, "Started", inputs: _inputs.GetValueOrDefault(record));
            record.Activity.Execute(context);
        });
    }

    private void ResumeRecord(ActivityRecord record, Bookmark bookmark, IReadOnlyDictionary<string, object?> input) =>
        Guard(record, Retried.Resumption(bookmark, input), context =>
        {
            context.EvaluateInputs();
            Log(record, "Resumed", inputs: _inputs.GetValueOrDefault(record));
            record.Activity.Resume(context, bookmark, input);
        });

    private void Close(ActivityRecord record)
    {
        foreach (var bookmark in state.Bookmarks.Where(b => b.RecordId == record.Id).ToList())
        {
            RemoveBookmark(bookmark);
            record.Activity.Abandon(new ActivityContext(this, record), bookmark);
        }

        state.Remove(record);
    }
}
