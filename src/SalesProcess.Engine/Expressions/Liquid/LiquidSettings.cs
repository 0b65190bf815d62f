using System.Collections;
using System.Globalization;
using System.Text;
using Fluid;
using Fluid.Values;
using SalesProcess.Engine.Execution;
using SalesProcess.Engine.Values;

namespace SalesProcess.Engine.Expressions.Liquid;

/// <summary>What all templates share: limits, the time zone, filters and how values look to them.</summary>
internal static class LiquidSettings
{
    /// <summary>How long a template's output, and a text inside of it, may become.</summary>
    public const int MaxLength = 4 * 1024 * 1024;

    private const int MaxSteps = 100_000;

    public static readonly TemplateOptions Options = Create();

    public static FluidValue ToLiquid(object? value) => value switch
    {
        null => NilValue.Instance,
        string text => new StringValue(text),
        bool flag => BooleanValue.Create(flag),
        int or long or decimal => NumberValue.Create(Convert.ToDecimal(value, CultureInfo.InvariantCulture)),
        double number => Math.Abs(number) < (double)decimal.MaxValue ? NumberValue.Create((decimal)number) : new StringValue(ValueConverter.ToText(number)),
        DateTimeOffset time => new DateTimeValue(time),
        IReadOnlyDictionary<string, object?> map => new DictionaryValue(new FluidValueDictionaryFluidIndexable(map.ToDictionary(p => p.Key, p => ToLiquid(p.Value), StringComparer.Ordinal))),
        byte[] or TimeSpan or Guid => new StringValue(ValueConverter.ToText(value)),
        IEnumerable list => new ArrayValue([.. list.Cast<object?>().Select(ToLiquid)]),
        _ => throw new InvalidOperationException($"A value of type {value.GetType()} is not part of the value model."),
    };

    private static TemplateOptions Create()
    {
        var options = new TemplateOptions { CultureInfo = CultureInfo.InvariantCulture, TimeZone = TimeZoneInfo.Utc, MaxSteps = MaxSteps };
        options.Filters.AddFilter("base64", (input, _, _) => new StringValue(Convert.ToBase64String(Encoding.UTF8.GetBytes(input.ToStringValue()))));
        options.Filters.AddFilter("keys", (input, _, _) => input is DictionaryValue map && map.ToObjectValue() is IFluidIndexable indexable
            ? new ArrayValue([.. indexable.Keys.Select(key => new StringValue(key))])
            : ArrayValue.Empty);
        Limit(options, "replace", (input, arguments, _) => (long)(input.ToStringValue().Length + 1) * (arguments.At(1).ToStringValue().Length + 1));
        Limit(options, "join", (input, arguments, context) => input.Enumerate(context).Take(MaxLength).LongCount() * (arguments.At(0).ToStringValue().Length + 1));
        options.Assigned = (_, value, _) => new ValueTask<FluidValue>(Small(value));
        options.Captured = (_, value, _) => new ValueTask<FluidValue>(Small(value));
        return options;
    }

    // A text that grows by itself in a loop is stopped where it is kept, and these filters before they multiply it.
    private static FluidValue Small(FluidValue value) => value.Type == FluidValues.String && value.ToStringValue().Length > MaxLength ? throw TooLong() : value;

    private static void Limit(TemplateOptions options, string filter, Func<FluidValue, FilterArguments, TemplateContext, long> length)
    {
        if (!options.Filters.TryGetValue(filter, out var original))
        {
            throw new InvalidOperationException($"Liquid has no filter '{filter}'.");
        }

        options.Filters.AddFilter(filter, (input, arguments, context) => length(input, arguments, context) > MaxLength ? throw TooLong() : original(input, arguments, context));
    }

    private static ActivityFault TooLong() => new($"Liquid: a text becomes longer than {MaxLength} characters.");
}
