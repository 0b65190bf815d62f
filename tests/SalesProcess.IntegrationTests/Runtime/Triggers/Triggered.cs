namespace SalesProcess.IntegrationTests.Runtime.Triggers;

/// <summary>Definitions that a trigger starts.</summary>
internal static class Triggered
{
    public static string Literal(string value) => $$$"""{"typeName":"String","expression":{"type":"Literal","value":"{{{value}}}"} }""";

    /// <summary>A trigger, and a line after it.</summary>
    /// <param name="input">The trigger's input, as a member of its JSON.</param>
    /// <param name="options">The definition's options, as a member with its comma.</param>
    /// <param name="waits">What was started waits instead of ending.</param>
    public static string Definition(string type, string input, string options = "", bool waits = false)
    {
        var then = waits ? $$$"""{"id":"w","type":"Elsa.Event","eventName":{{{Literal("never")}}} }""" : """{"id":"w","type":"Elsa.WriteLine"}""";
        return $$$"""
            {"definitionId":"triggered","name":"Triggered",{{{options}}}"outputs":[{"name":"got","type":"Object"}],
            "root":{"id":"seq","type":"Elsa.Sequence","activities":[{"id":"t","type":"Elsa.{{{type}}}","customProperties":{"canStartWorkflow":true},{{{input}}} },{{{then}}}]} }
            """;
    }

    public static string Event(string name, string options = "", bool waits = false) => Definition("Event", $"\"eventName\":{Literal(name)}", options, waits);

    public static string Cron(string expression) => Definition("Cron", $"\"cronExpression\":{Literal(expression)}");

    public static string StartAt(string time) => Definition("StartAt", $"\"dateTime\":{Literal(time)}");
}
