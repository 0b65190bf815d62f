using BenchmarkDotNet.Attributes;
using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Benchmarks.Micro;

/// <summary>
/// One step of a flowchart of ten activities: the stored state is read, a bookmark is resumed, a decision is taken, the next event is waited for, the state is
/// written. Beside it the parts of the step, and the same step with a JavaScript condition in place of a literal one.
/// </summary>
[MemoryDiagnoser]
[ShortRunJob]
public class StepBenchmarks
{
    private WorkflowGraph _literal = null!;
    private WorkflowGraph _script = null!;
    private byte[] _literalState = null!;
    private byte[] _scriptState = null!;
    private InstanceState _state = null!;

    [GlobalSetup]
    public void Prepare()
    {
        _literal = Samples.Compile(Samples.Chain(10, waits: true));
        _script = Samples.Compile(Samples.Chain(10, waits: true, "JavaScript", "getVariable('amount') > 5"));
        _literalState = StateJson.Write(Samples.Start(_literal).State);
        _scriptState = StateJson.Write(Samples.Start(_script).State);
        _state = StateJson.Read(_literalState, _literal);
    }

    [Benchmark(Baseline = true)]
    public byte[] Step() => Step(_literal, _literalState);

    [Benchmark]
    public byte[] StepWithJavaScript() => Step(_script, _scriptState);

    [Benchmark]
    public InstanceState ReadState() => StateJson.Read(_literalState, _literal);

    [Benchmark]
    public byte[] WriteState() => StateJson.Write(_state);

    private static byte[] Step(WorkflowGraph graph, byte[] stored)
    {
        var state = StateJson.Read(stored, graph);
        var run = Interpreter.Run(graph, state, new Stimulus.Resume(state.Bookmarks[0].Id, new Dictionary<string, object?>(StringComparer.Ordinal)), new Ambient(Samples.Now, 2));
        return StateJson.Write(run.State);
    }
}
