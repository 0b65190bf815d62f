using System.Globalization;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Expressions.JavaScript;

namespace SalesProcess.Tasks;

/// <summary>A rule across fields (<c>x-rules</c>): a script over <c>data</c>, <c>action</c> and <c>now</c> whose truth means that the data is right.</summary>
internal sealed record FormRule(Script Script, string Pointer, LocalizedText Message)
{
    /// <summary>The title of the field the rule is about, for the message.</summary>
    public required LocalizedText Title { get; init; }

    public void Check(object? data, string? action, Ambient ambient, List<FieldError> errors)
    {
        // What is missing or wrong in itself has been said; a rule over it would only say it again.
        if (errors.Exists(e => e.Pointer.Length == 0 || e.Pointer == Pointer || Pointer.StartsWith($"{e.Pointer}/", StringComparison.Ordinal)))
        {
            return;
        }

        var globals = new Dictionary<string, object?>(StringComparer.Ordinal)
        {
            ["data"] = data,
            ["action"] = action,
            ["now"] = ambient.Now.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture),
        };
        try
        {
            if (!IsTrue(Script.Evaluate(globals, ambient)))
            {
                errors.Add(new FieldError(Pointer, "rule", $"{Title.En}: {Message.En} · “{Title.Zh}”:{Message.Zh}"));
            }
        }
        catch (ActivityFault fault)
        {
            // A rule may stumble over data that is wrong anyway. Over right data it is the form that is wrong, and nothing passes unchecked.
            if (errors.Count == 0)
            {
                errors.Add(new FieldError(Pointer, "rule-failed", $"{Title.En}: the form's rule could not be evaluated ({fault.Message}). · “{Title.Zh}”:表单规则无法执行。"));
            }
        }
    }

    private static bool IsTrue(object? value) => value switch
    {
        null or false or "" => false,
        double number => number is not 0 and not double.NaN,
        int or long or decimal => Convert.ToDecimal(value, CultureInfo.InvariantCulture) != 0,
        _ => true,
    };
}
