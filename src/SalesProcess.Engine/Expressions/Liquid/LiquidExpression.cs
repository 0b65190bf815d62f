using Fluid;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Expressions.Liquid;

/// <summary>A template, parsed once. One that cannot be parsed gives the parser's message as its text, as in Elsa.</summary>
public sealed class LiquidExpression(string text) : Expression
{
    private const int MaxLength = 16_384;
    private const int MaxTags = 400;

    private static readonly FluidParser Parser = new();

    private readonly Lazy<(IFluidTemplate? Template, string? Error)> _parsed = new(() => Parse(text));

    public override string Syntax => "Liquid";

    public override string Text => text;

    public override object? Evaluate(ActivityContext context)
    {
        if (_parsed.Value.Template is not { } template)
        {
            // A mistake of the template is shown in its place, as in Elsa; a limit of ours is an incident.
            return TooLarge(text) is { } limit ? throw new ActivityFault($"Liquid: {limit}") : _parsed.Value.Error;
        }

        using var output = new LimitedWriter();
        try
        {
            // Nothing in a template has to be waited for: variables and inputs are at hand.
            var rendering = template.RenderAsync(output, NullEncoder.Default, Globals(context));
            if (!rendering.IsCompleted)
            {
                throw new NotSupportedException("A template waited for something.");
            }

            rendering.GetAwaiter().GetResult();
            return output.ToString();
        }
        catch (Exception failed) when (failed is FluidException or InvalidOperationException or FormatException or ArithmeticException or ArgumentException or OutOfMemoryException or FileNotFoundException)
        {
            throw new ActivityFault($"Liquid: {failed.Message}", failed);
        }
    }

    public override string? Check() => _parsed.Value.Error is { } error
        ? error + (text.Any(c => c > 127) ? " Names outside of ASCII stand in brackets: {{ Variables[\"客户\"] }}." : "")
        : null;

    // The parser goes down into nested tags on the stack, and a stack that is used up ends the process.
    private static (IFluidTemplate? Template, string? Error) Parse(string text) =>
        TooLarge(text) is { } limit ? (null, limit)
        : Parser.TryParse(text, out var template, out var error) ? (new LimitedRange.Rewriter().VisitTemplate(template), null) : (null, error);

    private static string? TooLarge(string text) => text.Length > MaxLength
        ? $"The template has {text.Length} characters. Accepted are at most {MaxLength}."
        : CountTags(text) is var tags and > MaxTags ? $"The template has {tags} tags. Accepted are at most {MaxTags}." : null;

    private static int CountTags(string text)
    {
        var count = 0;
        for (var at = text.IndexOf("{%", StringComparison.Ordinal); at >= 0; at = text.IndexOf("{%", at + 2, StringComparison.Ordinal))
        {
            count++;
        }

        return count;
    }

    private static TemplateContext Globals(ActivityContext context)
    {
        var globals = new TemplateContext(LiquidSettings.Options, StringComparer.Ordinal) { Now = () => context.Now };
        globals.SetValue("Variables", new LookupValue(name => context.GetVariable(name)));
        globals.SetValue("Input", new LookupValue(context.GetInput));
        globals.SetValue("CorrelationId", LiquidSettings.ToLiquid(context.State.CorrelationId));
        globals.SetValue("WorkflowDefinitionId", LiquidSettings.ToLiquid(context.State.DefinitionId));
        globals.SetValue("WorkflowDefinitionVersionId", LiquidSettings.ToLiquid(context.State.DefinitionVersionId));
        globals.SetValue("WorkflowDefinitionVersion", LiquidSettings.ToLiquid(context.State.Version));
        globals.SetValue("WorkflowInstanceId", LiquidSettings.ToLiquid(context.State.Id));
        return globals;
    }
}
