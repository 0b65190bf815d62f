using System.Text.Json.Nodes;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Definitions;

/// <summary>
/// Which inputs and outputs of an activity the journal keeps, as its or its workflow's <c>customProperties</c> say: a rule for a single one goes before
/// the activity's, that before the workflow's; what nobody rules is kept.
/// </summary>
internal sealed class LogPersistence
{
    private readonly LogRule _default;
    private readonly Dictionary<string, LogRule> _inputs;
    private readonly Dictionary<string, LogRule> _outputs;

    private LogPersistence(LogRule @default, Dictionary<string, LogRule> inputs, Dictionary<string, LogRule> outputs) =>
        (_default, _inputs, _outputs) = (@default, inputs, outputs);

    /// <summary>Null if nothing is said. The present form, <c>logPersistenceConfig</c>, goes before the older <c>logPersistenceMode</c>.</summary>
    public static LogPersistence? Read(JsonObject? customProperties)
    {
        if (customProperties is null)
        {
            return null;
        }

        return (ActivityReader.Get(customProperties, "logPersistenceConfig") ?? ActivityReader.Get(customProperties, "logPersistenceMode")) switch
        {
            null => null,
            JsonObject json => new LogPersistence(LogRule.Read(ActivityReader.Get(json, "default")), ReadRules(json, "inputs"), ReadRules(json, "outputs")),
            var mode => new LogPersistence(LogRule.Read(mode), [], []),
        };
    }

    public static IReadOnlyDictionary<string, object?>? KeepInputs(IReadOnlyDictionary<string, object?>? values, ActivityContext context) =>
        Keep(values, context, rules => rules?._inputs);

    public static IReadOnlyDictionary<string, object?>? KeepOutputs(IReadOnlyDictionary<string, object?>? values, ActivityContext context) =>
        Keep(values, context, rules => rules?._outputs);

    /// <summary>What is wrong with the rules.</summary>
    public IEnumerable<string> Faults() =>
        _inputs.Select(p => (Of: $"input '{p.Key}'", Rule: p.Value))
            .Concat(_outputs.Select(p => (Of: $"output '{p.Key}'", Rule: p.Value)))
            .Prepend((Of: "default", Rule: _default))
            .Where(p => p.Rule.Fault is not null)
            .Select(p => $"Log persistence, {p.Of}: {p.Rule.Fault}");

    private static IReadOnlyDictionary<string, object?>? Keep(
        IReadOnlyDictionary<string, object?>? values, ActivityContext context, Func<LogPersistence?, Dictionary<string, LogRule>?> single)
    {
        if (values is null || !context.Graph.RulesJournal)
        {
            return values;
        }

        var chain = Chain(context.Record.Activity).Select(a => a.LogPersistence).OfType<LogPersistence>().ToList();
        if (chain.Count == 0)
        {
            return values;
        }

        var own = single(context.Record.Activity.LogPersistence);
        var kept = values.Where(p => IsKept(own?.GetValueOrDefault(p.Key), chain, context)).ToDictionary(StringComparer.Ordinal);
        return kept.Count > 0 ? kept : null;
    }

    private static bool IsKept(LogRule? own, List<LogPersistence> chain, ActivityContext context)
    {
        foreach (var rule in chain.Select(c => c._default).Prepend(own))
        {
            if (rule is not null && rule.Decide(context) is var mode and not LogPersistenceMode.Inherit)
            {
                return mode == LogPersistenceMode.Include;
            }
        }

        return true;
    }

    // The activity, then the workflows around it, from the inside out. Containers do not rule what is in them, as in Elsa.
    private static IEnumerable<Activity> Chain(Activity activity)
    {
        yield return activity;
        for (var around = activity.Parent; around is not null; around = around.Parent)
        {
            if (around is WorkflowRoot or Activities.Composition.WorkflowActivity)
            {
                yield return around;
            }
        }
    }

    private static Dictionary<string, LogRule> ReadRules(JsonObject json, string name)
    {
        var rules = new Dictionary<string, LogRule>(StringComparer.OrdinalIgnoreCase);
        foreach (var (key, value) in ActivityReader.Get(json, name) as JsonObject ?? [])
        {
            rules[key] = LogRule.Read(value);
        }

        return rules;
    }
}
