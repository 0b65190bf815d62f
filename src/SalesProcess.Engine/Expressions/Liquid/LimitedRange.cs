using Fluid;
using Fluid.Ast;
using Fluid.Values;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Engine.Expressions.Liquid;

/// <summary>A range like (1..n). Fluid makes a list of it before a loop takes its first step, so its size is looked at first.</summary>
internal sealed class LimitedRange(RangeExpression range) : Fluid.Ast.Expression
{
    public override async ValueTask<FluidValue> EvaluateAsync(TemplateContext context)
    {
        var from = (await range.From.EvaluateAsync(context)).ToNumberValue();
        var to = (await range.To.EvaluateAsync(context)).ToNumberValue();
        return to - from <= LiquidSettings.MaxSteps
            ? await range.EvaluateAsync(context)
            : throw new ActivityFault($"Liquid: the range ({from}..{to}) has more than {LiquidSettings.MaxSteps} numbers.");
    }

    /// <summary>Puts limited ranges in the place of a template's ranges.</summary>
    internal sealed class Rewriter : AstRewriter
    {
        protected override Fluid.Ast.Expression VisitRangeExpression(RangeExpression rangeExpression) => new LimitedRange(rangeExpression);
    }
}
