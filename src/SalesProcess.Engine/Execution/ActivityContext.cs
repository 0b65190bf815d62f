using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Activities.Composition;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Expressions;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Execution;

/// <summary>What an activity sees of the run: its record, its inputs, the variables in scope, and what it may ask for.</summary>
public sealed class ActivityContext
{
    private readonly Burst _burst;

    internal ActivityContext(Burst burst, ActivityRecord record)
    {
        _burst = burst;
        Record = record;
    }

    public ActivityRecord Record { get; }

    public InstanceState State => _burst.State;

    public WorkflowGraph Graph => _burst.Graph;

    public Ambient Ambient => _burst.Ambient;

    public DateTimeOffset Now => _burst.Ambient.Now;

    /// <summary>See <see cref="Stimulus.Chain"/>.</summary>
    public int Chain => _burst.Chain;

    /// <summary>The trigger activity that the start came through, if this run is a start by trigger.</summary>
    public string? TriggerActivityId => _burst.TriggerActivityId;

    /// <summary>Whether this activity is what started the instance. True once only: when a loop leads back to it, it waits.</summary>
    public bool TakeTrigger() => _burst.TakeTrigger(Record.Activity.Id);

    /// <summary>The input of the start or of the resumed bookmark of this run.</summary>
    public IReadOnlyDictionary<string, object?> StimulusInput => _burst.StimulusInput;

    /// <summary>The value of an input. Inputs are evaluated once a run, lazy ones at every call.</summary>
    public T? Get<T>(Input<T>? input)
    {
        if (input is null)
        {
            return default;
        }

        return input.IsLazy ? (T?)Evaluate(input) : (T?)_burst.InputOf(Record, input, Evaluate);
    }

    /// <summary>Keeps an output and writes it to the variable or workflow output it is bound to. Bindings do not convert; null is not written.</summary>
    public void Set(Output? output, object? value)
    {
        if (output is null)
        {
            return;
        }

        _burst.SetOutput(Record, output.Name, value);
        if (output.MemoryReference is not { } reference || value is null)
        {
            return;
        }

        if (!Scope.TryWriteBound(Record, reference, value))
        {
            SetWorkflowOutput(reference, value, onlyDeclared: true);
        }
    }

    /// <summary>Sets an output of the nearest workflow that declares it: one used as an activity around this one, else the instance's.</summary>
    /// <param name="onlyDeclared">Whether a name that no workflow declares is passed over; else it becomes an output of the instance.</param>
    public void SetWorkflowOutput(string name, object? value, bool onlyDeclared = false)
    {
        for (var record = Record.Parent; record is not null; record = record.Parent)
        {
            if (record.Activity is WorkflowActivity composite && composite.TryKeepOutput(record, name, value))
            {
                return;
            }
        }

        if (!onlyDeclared || Graph.Outputs.Contains(name))
        {
            State.Output[name] = value;
        }
    }

    /// <summary>Completes this activity; unfinished children are cancelled. Without outcomes it is a plain completion (Done).</summary>
    public void Complete(params string[] outcomes) => _burst.Complete(Record, outcomes.Length == 0 ? null : outcomes);

    /// <summary>Completes this activity by no outcome at all: no connection is followed.</summary>
    public void CompleteWithoutOutcome() => _burst.Complete(Record, []);

    /// <summary>Schedules a child.</summary>
    /// <param name="tag">Handed back when the child completes.</param>
    /// <param name="variables">Variables that only the child and what is below it see.</param>
    public ActivityRecord Schedule(Activity child, object? tag = null, IReadOnlyDictionary<string, object?>? variables = null) =>
        _burst.Schedule(child, Record, tag, variables);

    /// <summary>Waits. The bookmark is found by its id, by its hash if <paramref name="hashed"/>, or wakes by itself at <paramref name="resumeAt"/>.</summary>
    /// <param name="key">What is hashed, if that is not the whole payload.</param>
    public Bookmark Wait(object? payload = null, bool hashed = false, DateTimeOffset? resumeAt = null, string? name = null, object? key = null) =>
        _burst.AddBookmark(Record, name ?? Record.Activity.Type, payload, hashed ? key ?? payload : null, hashed, resumeAt);

    public IEnumerable<Bookmark> Bookmarks => State.Bookmarks.Where(b => b.RecordId == Record.Id);

    public void RemoveBookmark(Bookmark bookmark) => _burst.RemoveBookmark(bookmark);

    public void Emit(Effect effect) => _burst.Emit(effect);

    public IEnumerable<ActivityRecord> Children => _burst.ChildrenOf(Record);

    public void CancelChild(ActivityRecord child) => _burst.Cancel(child);

    /// <summary>Completes this activity and an ancestor of it at once (Break, Complete); what lies between is cancelled.</summary>
    public void CompleteAncestor(ActivityRecord ancestor, params string[] outcomes) =>
        _burst.CompleteAncestor(Record, ancestor, outcomes.Length == 0 ? null : outcomes);

    /// <summary>Ends the workflow that this activity stands in (Complete).</summary>
    public void CompleteComposite(ActivityRecord composite, params string[] outcomes) =>
        _burst.CompleteComposite(Record, composite, outcomes.Length == 0 ? null : outcomes);

    public void EndInstance() => _burst.EndInstance();

    /// <summary>The nearest ancestor whose activity fulfils the condition.</summary>
    public ActivityRecord? FindAncestor(Func<Activity, bool> condition)
    {
        for (var record = Record.Parent; record is not null; record = record.Parent)
        {
            if (condition(record.Activity))
            {
                return record;
            }
        }

        return null;
    }

    /// <summary>The value of the nearest variable of that name.</summary>
    public bool TryGetVariable(string name, out object? value) => Scope.TryRead(Record, name, out value);

    public object? GetVariable(string name) => Scope.TryRead(Record, name, out var value) ? value : null;

    /// <summary>Writes the nearest variable of that name, converted to its declared type; an unknown name makes a variable in the nearest container.</summary>
    public void SetVariable(string name, object? value) => Scope.Write(Record, name, value);

    public object? GetVariableById(string id) => Scope.ReadById(Record, id);

    public void SetVariableById(string id, object? value) => Scope.WriteById(Record, id, value);

    /// <summary>A workflow input; the name's case does not matter. Inside of a workflow used as an activity its inputs come first; what woke this run comes last.</summary>
    public object? GetInput(string name)
    {
        for (var record = Record.Parent; record is not null; record = record.Parent)
        {
            if (record.Activity is WorkflowActivity composite
                && composite.Definition.Inputs.FirstOrDefault(i => string.Equals(i.Name, name, StringComparison.OrdinalIgnoreCase)) is { } declared)
            {
                return record.Variables?.GetValueOrDefault(declared.Name);
            }
        }

        return State.Input.TryGetValue(name, out var value) ? value : _burst.StimulusInput.FirstOrDefault(p => string.Equals(p.Key, name, StringComparison.OrdinalIgnoreCase)).Value;
    }

    internal void EvaluateInputs()
    {
        foreach (var input in Record.Activity.Inputs)
        {
            if (!input.IsLazy)
            {
                _burst.EvaluateInput(Record, input, Evaluate);
            }
        }
    }

    private object? Evaluate(Input input)
    {
        var value = input is { KeepsText: true, Expression: ObjectExpression json } ? json.TextValue : input.Expression.Evaluate(this);
        try
        {
            return ValueConverter.Convert(value, input.ValueType);
        }
        catch (ActivityFault fault)
        {
            // A flowchart reads the modes of its joins.
            var owner = Record.Activity.Inputs.Contains(input) ? Record.Activity : Graph.Activities.FirstOrDefault(a => a.Inputs.Contains(input)) ?? Record.Activity;
            throw new ActivityFault($"Input '{input.Name}' of activity '{owner.DisplayName}': {fault.Message}", fault);
        }
    }
}
