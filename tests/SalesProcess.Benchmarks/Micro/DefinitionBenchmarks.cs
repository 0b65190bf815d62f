using BenchmarkDotNet.Attributes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Benchmarks.Micro;

/// <summary>Definitions: reading, compiling, validating; and many items side by side, a thousand and ten thousand.</summary>
[MemoryDiagnoser]
[ShortRunJob]
public class DefinitionBenchmarks
{
    private string _json = null!;
    private WorkflowGraph _graph = null!;
    private WorkflowGraph _thousand = null!;
    private WorkflowGraph _tenThousand = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _json = Samples.Chain(20, waits: true, "JavaScript", "getVariable('amount') > 5");
        _graph = Samples.Compile(_json);
        _thousand = Samples.Compile(Samples.SideBySide(1_000));
        _tenThousand = Samples.Compile(Samples.SideBySide(10_000));
    }

    [Benchmark]
    public WorkflowDefinition Read() => DefinitionReader.Read(_json);

    [Benchmark]
    public WorkflowGraph ReadAndCompile() => Samples.Compile(_json);

    [Benchmark]
    public object Validate() => DefinitionValidator.Validate(_graph);

    [Benchmark]
    public RunResult AThousandSideBySide() => Samples.Start(_thousand);

    [Benchmark]
    public RunResult TenThousandSideBySide() => Samples.Start(_tenThousand);
}
