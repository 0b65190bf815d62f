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

    /// <summary>
    /// Takes back a run: the state of before stands again, with the bookmarks it had. Only what counts goes on counting, so that nothing is numbered twice.
    /// Whether a run may be taken back is for the shell to say; what it did outside cannot be undone here.
    /// </summary>
    /// <param name="state">As the run left it.</param>
    /// <param name="before">As the run found it; it is taken over.</param>
    public static RunResult Recall(InstanceState state, InstanceState before, Ambient ambient)
    {
        before.NextRecord = state.NextRecord;
        before.Sequence = state.Sequence;
        before.UpdatedAt = ambient.Now;
        return new RunResult(
            before,
            [],
            [],
            [.. before.Bookmarks.Where(b => state.FindBookmark(b.Id) is null)],
            [.. state.Bookmarks.Where(b => before.FindBookmark(b.Id) is null)]);
    }
}
