using SalesProcess.Engine.Definitions;
using SalesProcess.Engine.Execution;

namespace SalesProcess.Server.Cli;

/// <summary>An instance in memory. Between runs it is kept in its stored form, as a server keeps it.</summary>
internal sealed class MemoryInstance(WorkflowGraph graph, InstanceState state)
{
    private byte[] _stored = StateJson.Write(state);

    public string Id { get; } = state.Id;

    public string RootId { get; } = state.RootId;

    public WorkflowGraph Graph => graph;

    public List<JournalEntry> Journal { get; } = [];

    public InstanceState Read() => StateJson.Read(_stored, graph);

    public RunResult Run(Stimulus stimulus, Ambient ambient)
    {
        var run = Interpreter.Run(graph, Read(), stimulus, ambient);
        _stored = StateJson.Write(run.State);
        Journal.AddRange(run.Journal);
        return run;
    }
}
