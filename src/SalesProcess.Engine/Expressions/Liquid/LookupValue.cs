using Fluid;
using Fluid.Values;

namespace SalesProcess.Engine.Expressions.Liquid;

/// <summary>An object of a template whose members are looked up when they are used.</summary>
internal sealed class LookupValue(Func<string, object?> find) : FluidValue
{
    public override FluidValues Type => FluidValues.Dictionary;

    public override ValueTask<FluidValue> GetValueAsync(string name, TemplateContext context) => new(LiquidSettings.ToLiquid(find(name)));

    public override ValueTask<FluidValue> GetIndexAsync(FluidValue index, TemplateContext context) => GetValueAsync(index.ToStringValue(), context);

    public override bool Equals(FluidValue? other) => ReferenceEquals(this, other);

    public override bool Equals(object? obj) => ReferenceEquals(this, obj);

    public override int GetHashCode() => 0;

    public override bool ToBooleanValue() => true;

    public override decimal ToNumberValue() => 0;

    public override string ToStringValue() => "";

    public override object? ToObjectValue() => null;
}
