using Jint.Native;
using SalesProcess.Engine.Activities;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Expressions.JavaScript;

/// <summary>The functions that Elsa generates from names: getX and setX of a variable, getX of an input, getXFromY of an activity's output.</summary>
internal static class GeneratedAccessors
{
    public static ScriptFunction? Find(string name, ScriptRun run)
    {
        if (name.StartsWith("set", StringComparison.Ordinal) && FindVariable(name[3..], run) is { } written)
        {
            return (r, arguments) =>
            {
                r.Variables.Set(written, ScriptRun.At(arguments, 0));
                return JsValue.Undefined;
            };
        }

        if (!name.StartsWith("get", StringComparison.Ordinal))
        {
            return null;
        }

        var rest = name[3..];
        if (FindVariable(rest, run) is { } read)
        {
            return (r, _) => r.Variables.Get(read);
        }

        // Elsa takes an input's name as it is declared; the Pascal-cased one is what people expect.
        var input = run.Context.Graph.Definition.Inputs.FirstOrDefault(i => i.Name == rest || PascalCase.Of(i.Name) == rest);
        return input is not null ? (r, _) => r.ToScript(r.Context.GetInput(input.Name)) : FindOutput(rest, run);
    }

    private static string? FindVariable(string pascal, ScriptRun run)
    {
        for (var record = run.Context.Record; record is not null; record = record.Parent)
        {
            if (record.Variables?.Keys.FirstOrDefault(name => PascalCase.Of(name) == pascal) is { } found)
            {
                return found;
            }
        }

        return null;
    }

    // Elsa goes by name in files of version 3 and by id before that; a name wins here, whatever the file says.
    private static ScriptFunction? FindOutput(string rest, ScriptRun run)
    {
        if (!rest.Contains("From", StringComparison.Ordinal))
        {
            return null;
        }

        var found = FindOutput(rest, run, activity => activity.Name) ?? FindOutput(rest, run, activity => activity.Id);
        return found is { } at ? (r, _) => r.ToScript(WorkflowFunctions.OutputOf(r, at.Activity, at.Output)) : null;
    }

    private static (Activity Activity, string Output)? FindOutput(string rest, ScriptRun run, Func<Activity, string?> nameOf)
    {
        foreach (var activity in run.Context.Graph.Activities)
        {
            if (activity.Descriptor is null || nameOf(activity) is not { Length: > 0 } name || !rest.EndsWith("From" + PascalCase.Of(name), StringComparison.Ordinal))
            {
                continue;
            }

            var output = activity.Descriptor.Outputs.FirstOrDefault(o => PascalCase.Of(o.JsonName) + "From" + PascalCase.Of(name) == rest);
            if (output is not null)
            {
                return (activity, output.JsonName);
            }
        }

        return null;
    }
}
