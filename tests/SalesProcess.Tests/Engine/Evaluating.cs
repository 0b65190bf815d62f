using System.Text.Json.Nodes;
using SalesProcess.Engine.Execution;
using static SalesProcess.Tests.Engine.Steps;

namespace SalesProcess.Tests.Engine;

/// <summary>Evaluates one expression inside of a workflow and gives its value.</summary>
internal static class Evaluating
{
    public static object? JavaScript(string text, JsonArray? variables = null, Dictionary<string, object?>? input = null) =>
        Value(Steps.JavaScript(text), variables, input);

    public static object? Liquid(string text, JsonArray? variables = null, Dictionary<string, object?>? input = null) =>
        Value(Steps.Liquid(text), variables, input);

    /// <summary>Why the expression fails.</summary>
    public static string Fault(JsonObject expression, JsonArray? variables = null)
    {
        var workflow = Run(expression, variables, null);
        Assert.That(workflow.State.SubStatus, Is.EqualTo(WorkflowSubStatus.Faulted));
        return workflow.Fault!;
    }

    private static object? Value(JsonObject expression, JsonArray? variables, Dictionary<string, object?>? input)
    {
        var workflow = Run(expression, variables, input);
        Assert.That(workflow.Fault, Is.Null);
        return workflow.State.Output["value"];
    }

    private static RunningWorkflow Run(JsonObject expression, JsonArray? variables, Dictionary<string, object?>? input)
    {
        var root = Activity("SetOutput", ("outputName", Literal("value")), ("outputValue", expression));
        return new RunningWorkflow(root, variables, outputs: [Named("value")]).Start(input);
    }
}
