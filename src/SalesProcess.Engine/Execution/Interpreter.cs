using SalesProcess.Engine.Definitions;

namespace SalesProcess.Engine.Execution;

/// <summary>The one entry into the engine: advances an instance by one stimulus, as far as it goes without waiting.</summary>
public static class Interpreter
{
    /// <summary>
    /// Runs <paramref name="state"/> until everything that is left waits. Pure: the same arguments give the same result, and nothing outside is touched.
    /// The state is taken over by the run; a caller who may want the old one keeps its stored form.
    /// </summary>
    /// <exception cref="InvalidOperationException">The stimulus does not fit the state (the caller checks that first).</exception>
    public static RunResult Run(WorkflowGraph graph, InstanceState state, Stimulus stimulus, Ambient ambient)
    {
        var burst = new Burst(graph, state, ambient) { Chain = stimulus.Chain };
        switch (stimulus)
        {
            case Stimulus.Start start:
                burst.Start(start);
                break;
            case Stimulus.Resume resume:
                burst.Resume(resume);
                break;
            case Stimulus.Retry:
                burst.Retry();
                break;
            case Stimulus.Cancel:
                burst.CancelInstance();
                break;
            default:
                throw new InvalidOperationException($"Unknown stimulus {stimulus.GetType().Name}.");
        }

        return burst.Finish();
    }
}
