using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Expressions;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Activities.Control;

/// <summary>One case of a switch. In a flowchart its label is an outcome and there is no activity.</summary>
public sealed record SwitchCase(string Label, Expression Condition, Activity? Activity)
{
    internal static IReadOnlyList<SwitchCase> Read(JsonObject json, ActivityReader reader, Activity owner) =>
        [.. ActivityReader.ReadList(ActivityReader.Get(json, "cases")).Select(item => Read(item, ActivityReader.Get(item, "condition") as JsonObject, reader, owner))];

    internal static IEnumerable<SwitchCase> Matches(IReadOnlyList<SwitchCase> cases, SwitchMode mode, ActivityContext context)
    {
        var matches = cases.Where(c => c.IsMatch(context));
        return mode == SwitchMode.MatchFirst ? matches.Take(1) : matches;
    }

    internal static IEnumerable<string> Check(IReadOnlyList<SwitchCase> cases) =>
        cases.Select(c => (c.Label, Fault: c.Condition.Check())).Where(c => c.Fault is not null).Select(c => $"Case '{c.Label}': {c.Fault}");

    private static SwitchCase Read(JsonObject json, JsonObject? condition, ActivityReader reader, Activity owner) => new(
        ActivityReader.Text(json, "label") ?? "",
        condition is null ? new LiteralExpression(null) : ExpressionCompiler.Compile(ActivityReader.Text(condition, "type"), ActivityReader.Get(condition, "value")),
        reader.ReadOptional(ActivityReader.Get(json, "activity"), owner));

    private bool IsMatch(ActivityContext context)
    {
        try
        {
            return ValueConverter.Convert<bool>(Condition.Evaluate(context));
        }
        catch (ActivityFault fault)
        {
            throw new ActivityFault($"Case '{Label}': {fault.Message}", fault);
        }
    }
}
