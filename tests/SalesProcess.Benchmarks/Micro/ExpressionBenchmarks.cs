using BenchmarkDotNet.Attributes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Benchmarks.Micro;

/// <summary>A flowchart of a hundred decisions that runs through: what differs is how the condition is written. A hundredth is one decision.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class ExpressionBenchmarks
{
    private const int Decisions = 100;

    private WorkflowGraph _literal = null!;
    private WorkflowGraph _script = null!;
    private WorkflowGraph _template = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _literal = Samples.Compile(Samples.Chain(Decisions, waits: false));
        _script = Samples.Compile(Samples.Chain(Decisions, waits: false, "JavaScript", "getVariable('amount') > 5"));
        _template = Samples.Compile(Samples.Chain(Decisions, waits: false, "Liquid", "{% if Variables.amount > 5 %}true{% endif %}"));
    }

    [Benchmark(Baseline = true, OperationsPerInvoke = Decisions)]
    public RunResult Literal() => Samples.Start(_literal);

    [Benchmark(OperationsPerInvoke = Decisions)]
    public RunResult JavaScript() => Samples.Start(_script);

    [Benchmark(OperationsPerInvoke = Decisions)]
    public RunResult Liquid() => Samples.Start(_template);
}
