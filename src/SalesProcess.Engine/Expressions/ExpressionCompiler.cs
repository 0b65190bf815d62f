using System.Text.Json.Nodes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Expressions.JavaScript;
using SalesProcess.Engine.Expressions.Liquid;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Expressions;

/// <summary>Prepares the expressions of a definition. Syntax names are case-sensitive, as in Elsa; an unknown one has no value.</summary>
public static class ExpressionCompiler
{
    public static Expression Compile(string? syntax, JsonNode? value) => syntax switch
    {
        null or "Literal" => new LiteralExpression(LiteralValue(value)),
        "Object" or "Json" => new ObjectExpression(Text(value)),
        "Variable" => new VariableExpression(Reference(value, "id")),
        "Input" => new InputExpression(Reference(value, "name")),
        "JavaScript" => new JavaScriptExpression(Text(value)),
        "Liquid" => new LiquidExpression(Text(value)),
        _ => new UnknownExpression(syntax),
    };

    // Arrays and objects stay JSON text until an input's type asks for more.
    private static object? LiteralValue(JsonNode? value) => value is JsonObject or JsonArray ? value.ToJsonString() : ValueJson.FromNode(value);

    private static string Text(JsonNode? value) => value is JsonValue scalar && scalar.TryGetValue<string>(out var text) ? text : value?.ToJsonString() ?? "";

    private static string Reference(JsonNode? value, string property)
    {
        if (value is JsonValue scalar && scalar.TryGetValue<string>(out var text))
        {
            if (!text.TrimStart().StartsWith('{'))
            {
                return text;
            }

            try
            {
                value = JsonNode.Parse(text);
            }
            catch (System.Text.Json.JsonException)
            {
                // Not the object as text after all: then it is an odd name, and the run says that there is none of it.
                return text;
            }
        }

        return value is JsonObject o ? ActivityReader.Text(o, property) ?? "" : "";
    }
}
