using System.Collections.Frozen;
using Jint.Native;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>The functions that read and change the running instance. Their names are reserved: a variable named <c>outcome</c> does not hide setOutcome.</summary>
internal static class WorkflowFunctions
{
    private static readonly FrozenDictionary<string, ScriptFunction> All = new Dictionary<string, ScriptFunction>(StringComparer.Ordinal)
    {
        ["getWorkflowDefinitionId"] = (run, _) => run.State.DefinitionId,
        ["getWorkflowDefinitionVersionId"] = (run, _) => run.State.DefinitionVersionId,
        ["getWorkflowDefinitionVersion"] = (run, _) => run.State.Version,
        ["getWorkflowInstanceId"] = (run, _) => run.State.Id,
        ["getCorrelationId"] = (run, _) => run.ToScript(run.State.CorrelationId),
        ["setCorrelationId"] = (run, arguments) => Undefined(run.State.CorrelationId = ScriptRun.Text(arguments, 0)),
        ["getWorkflowInstanceName"] = (run, _) => run.ToScript(run.State.Name),
        ["setWorkflowInstanceName"] = (run, arguments) => Undefined(run.State.Name = ScriptRun.Text(arguments, 0)),
        ["getVariable"] = (run, arguments) => run.Variables.Get(Name(arguments, "getVariable", "variable")),
        ["setVariable"] = SetVariable,
        ["getInput"] = (run, arguments) => run.ToScript(run.Context.GetInput(Name(arguments, "getInput", "input"))),
        ["getOutputFrom"] = GetOutputFrom,
        ["getLastResult"] = (run, _) => run.ToScript(run.State.LastResult),
        ["setOutcome"] = SetOutcome,
        ["setOutcomes"] = SetOutcomes,
        ["newGuid"] = (run, _) => run.Context.Ambient.NewGuid().ToString(),
        ["newGuidString"] = (run, _) => run.Context.Ambient.NewGuid().ToString(),
        ["getGuidString"] = (run, _) => run.Context.Ambient.NewGuid().ToString(),
        ["newShortGuid"] = (run, _) => ShortGuid(run.Context.Ambient),
        ["getShortGuid"] = (run, _) => ShortGuid(run.Context.Ambient),
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static ScriptFunction? Find(string name) => All.GetValueOrDefault(name);

    private static JsValue SetVariable(ScriptRun run, JsValue[] arguments)
    {
        run.Variables.Set(Name(arguments, "setVariable", "variable"), ScriptRun.At(arguments, 1));
        return JsValue.Undefined;
    }

    private static JsValue GetOutputFrom(ScriptRun run, JsValue[] arguments)
    {
        var idOrName = Name(arguments, "getOutputFrom", "activity");
        var activity = run.Context.Graph.FindNear(run.Context.Record.Activity, a => a.Id == idOrName)
            ?? run.Context.Graph.FindNear(run.Context.Record.Activity, a => a.Name == idOrName)
            ?? throw new ActivityFault($"Activity not found: '{idOrName}' is neither the id nor the name of one.");
        return run.ToScript(OutputOf(run, activity, ActivityType.CamelCase(ScriptRun.Text(arguments, 1) is { Length: > 0 } output ? output : "Result")));
    }

    internal static object? OutputOf(ScriptRun run, Activity activity, string output) =>
        run.State.ActivityOutputs.GetValueOrDefault(activity.Key)?.GetValueOrDefault(output);

    private static JsValue SetOutcome(ScriptRun run, JsValue[] arguments)
    {
        run.Choose(Name(arguments, "setOutcome", "outcome"));
        return JsValue.Undefined;
    }

    private static JsValue SetOutcomes(ScriptRun run, JsValue[] arguments)
    {
        run.Choose(ValueConverter.Convert<string[]>(ScriptValues.FromScript(ScriptRun.At(arguments, 0))) ?? throw new ActivityFault("setOutcomes takes a list of outcomes, not null."));
        return JsValue.Undefined;
    }

    private static string Name(JsValue[] arguments, string function, string what) =>
        ScriptRun.Text(arguments, 0) is { Length: > 0 } name ? name : throw new ActivityFault($"{function} takes the name of the {what} as its first argument; it got none.");

    private static string ShortGuid(Ambient ambient) =>
        Convert.ToBase64String(ambient.NewGuid().ToByteArray()).Replace("/", "", StringComparison.Ordinal).Replace("+", "", StringComparison.Ordinal).TrimEnd('=');

    private static JsValue Undefined(string? written) => JsValue.Undefined;
}
