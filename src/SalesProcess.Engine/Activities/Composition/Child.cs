using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Activities.Composition;

/// <summary>Starting a child instance and what its end answers with, as the activities that start one do it.</summary>
public static class Child
{
    /// <summary>The published definitions among the facts of a run; where the run knows of none, nothing is checked.</summary>
    public const string PublishedFact = "definitions";

    /// <summary>More instances below each other than this are taken for ones that start each other without end.</summary>
    public const int MaxDepth = 100;

    /// <summary>More runs of instances in a row than this, each woken by the one before and none from outside, are taken for an endless chain.</summary>
    public const int MaxChain = 10_000;

    /// <summary>Under this name of its input a child finds who started it.</summary>
    public const string ParentInput = "ParentInstanceId";

    private const string WaitedFor = "ChildInstanceId";

    /// <summary>Asks for the child and, if it is to answer, leaves the bookmark that it resumes.</summary>
    /// <param name="answers">When it is to answer; null for never.</param>
    /// <returns>The id of the new instance.</returns>
    public static string Start(ActivityContext context, string? definitionId, string? correlationId, Dictionary<string, object?>? input, ChildAnswer? answers)
    {
        if (string.IsNullOrEmpty(definitionId))
        {
            throw new ActivityFault("'workflowDefinitionId' is empty: it names the definition to start.");
        }

        if (context.Ambient.Facts.GetValueOrDefault(PublishedFact) is IReadOnlyDictionary<string, object?> published && !published.ContainsKey(definitionId))
        {
            throw new ActivityFault($"No published version of workflow definition with ID {definitionId} found. Published: {string.Join(", ", published.Keys.Order(StringComparer.Ordinal).Take(20))}.");
        }

        CheckChain(context);
        var isDetached = answers is null or ChildAnswer.AtOnce;
        // One that nobody waits for, started after somebody outside acted, begins a line of its own: a process may start its successor for years.
        var depth = isDetached && context.Chain == 0 ? 1 : context.State.Depth + 1;
        if (depth > MaxDepth)
        {
            throw new ActivityFault($"'{definitionId}' would be number {depth} in a line of instances that start each other; {MaxDepth} are allowed. This is taken for a line without end; end it, or let it wait for something from outside.");
        }

        var instanceId = context.Ambient.NewId();
        var bookmark = answers is null ? null : context.Wait(new Dictionary<string, object?>(StringComparer.Ordinal) { [isDetached ? "StartedInstanceId" : WaitedFor] = instanceId });
        var given = new Dictionary<string, object?>(input ?? [], StringComparer.Ordinal) { [ParentInput] = context.State.Id };
        context.Emit(new Effect.StartChild(instanceId, definitionId, given, correlationId, bookmark?.Id, answers ?? ChildAnswer.AtItsEnd, depth));
        return instanceId;
    }

    /// <summary>Whoever wakes other instances asks this first.</summary>
    /// <exception cref="ActivityFault">The run is the last of a chain without end.</exception>
    public static void CheckChain(ActivityContext context)
    {
        if (context.Chain >= MaxChain)
        {
            throw new ActivityFault($"{MaxChain} runs of instances woke each other, and nobody from outside any of them. This is taken for a chain without end; end it, or let it wait for something from outside.");
        }
    }

    /// <summary>Cancels the child whose end a bookmark waited for.</summary>
    public static void Cancel(ActivityContext context, Bookmark bookmark)
    {
        if (bookmark.Payload is IReadOnlyDictionary<string, object?> payload && payload.GetValueOrDefault(WaitedFor) is string instanceId)
        {
            context.Emit(new Effect.CancelChild(instanceId));
        }
    }

    /// <summary>Whether a value is what <see cref="Result"/> makes.</summary>
    public static bool IsResult(IReadOnlyDictionary<string, object?> value) => value.Count == 4 && value.ContainsKey("WorkflowInstanceId") && value.ContainsKey("SubStatus");

    public static Dictionary<string, object?> Result(object? instanceId, object? status, object? subStatus, object? output) => new(StringComparer.Ordinal)
    {
        ["WorkflowInstanceId"] = instanceId,
        ["Status"] = status,
        ["SubStatus"] = subStatus,
        ["Output"] = output,
    };
}
