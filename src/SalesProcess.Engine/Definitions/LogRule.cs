using System.Globalization;
using System.Text.Json.Nodes;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Expressions;

namespace SalesProcess.Engine.Definitions;

/// <summary>In the order of Elsa's numbers.</summary>
internal enum LogPersistenceMode
{
    Inherit,
    Include,
    Exclude,
}

/// <summary>One rule of log persistence: a mode by name, or an expression that gives one. What names no mode excludes: a secret must not get out by a slip of the pen.</summary>
internal sealed record LogRule(LogPersistenceMode Mode, Expression? Expression, string? Fault)
{
    private const string Accepted = "Accepted: Inherit, Include, Exclude, Configuration.";

    /// <summary>Reads <c>"Exclude"</c>, or <c>{evaluationMode, strategyType, expression}</c>.</summary>
    public static LogRule Read(JsonNode? json)
    {
        if (json is not JsonObject config)
        {
            return OfName(json?.ToString());
        }

        if (!string.Equals(ActivityReader.Text(config, "evaluationMode"), "Expression", StringComparison.OrdinalIgnoreCase))
        {
            return OfName(ActivityReader.Text(config, "strategyType"));
        }

        if (ActivityReader.Get(config, "expression") is not JsonObject expression)
        {
            return new LogRule(LogPersistenceMode.Exclude, null, "evaluationMode is 'Expression', but there is no expression {\"type\":…,\"value\":…}.");
        }

        var compiled = ExpressionCompiler.Compile(ActivityReader.Text(expression, "type"), ActivityReader.Get(expression, "value"));
        return new LogRule(LogPersistenceMode.Exclude, compiled, compiled.Check());
    }

    public LogPersistenceMode Decide(ActivityContext context)
    {
        if (Expression is null)
        {
            return Mode;
        }

        try
        {
            return Parse(Convert.ToString(Expression.Evaluate(context), CultureInfo.InvariantCulture)) ?? LogPersistenceMode.Exclude;
        }
        catch (ActivityFault)
        {
            // What to keep in the log is no reason to stop a workflow; what cannot be decided is not kept.
            return LogPersistenceMode.Exclude;
        }
    }

    private static LogRule OfName(string? name) => string.IsNullOrEmpty(name)
        ? new LogRule(LogPersistenceMode.Inherit, null, null)
        : Parse(name) is { } mode
            ? new LogRule(mode, null, null)
            : new LogRule(LogPersistenceMode.Exclude, null, $"'{name}' is no mode; until it is mended nothing is kept. {Accepted}");

    // A short name, a class name, or an assembly-qualified one. "Configuration" leaves it to the server, which keeps everything.
    private static LogPersistenceMode? Parse(string? name)
    {
        var text = name?.Split(',')[0].Trim();
        text = text?[(text.LastIndexOf('.') + 1)..];
        return text switch
        {
            "Configuration" => LogPersistenceMode.Include,
            _ => Enum.TryParse<LogPersistenceMode>(text, ignoreCase: true, out var mode) && Enum.IsDefined(mode) ? mode : null,
        };
    }
}
