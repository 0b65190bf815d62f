using System.Text.Json.Nodes;

namespace SalesProcess.Tests.Engine;

/// <summary>Short forms of the JSON that definitions consist of.</summary>
internal static class Steps
{
    public static JsonObject Activity(string type, params (string Name, JsonNode? Value)[] properties)
    {
        var activity = new JsonObject { ["type"] = type.Contains('.') ? type : "Elsa." + type };
        foreach (var (name, value) in properties)
        {
            activity[name] = value;
        }

        return activity;
    }

    public static JsonObject Expression(string type, JsonNode? value) =>
        new() { ["typeName"] = "Object", ["expression"] = new JsonObject { ["type"] = type, ["value"] = value } };

    public static JsonObject Literal(JsonNode? value) => Expression("Literal", value);

    public static JsonObject JavaScript(string text) => Expression("JavaScript", text);

    public static JsonObject Liquid(string text) => Expression("Liquid", text);

    public static JsonObject To(string reference) => new() { ["typeName"] = "Object", ["memoryReference"] = new JsonObject { ["id"] = reference } };

    public static JsonObject Line(string text) => Activity("WriteLine", ("text", Literal(text)));

    public static JsonObject LineOf(string script) => Activity("WriteLine", ("text", JavaScript(script)));

    public static JsonObject Run(string script) => Activity("RunJavaScript", ("script", Literal(script)));

    /// <summary>Waits for the event of the name.</summary>
    public static JsonObject Wait(string name = "go") => Activity("Event", ("id", name), ("eventName", Literal(name)));

    public static JsonObject Sequence(params JsonNode[] activities) => Activity("Sequence", ("activities", new JsonArray(activities)));

    public static JsonObject Case(string label, JsonObject condition, JsonObject? activity = null) =>
        new() { ["label"] = label, ["condition"] = condition["expression"]!.DeepClone(), ["activity"] = activity };

    public static JsonObject Variable(string name, string type = "Object", JsonNode? value = null) =>
        new() { ["id"] = "v-" + name, ["name"] = name, ["typeName"] = type, ["value"] = value };

    public static JsonObject Named(string name, string type = "Object") => new() { ["name"] = name, ["type"] = type };
}
