using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SalesProcess.Runtime.Storage;

/// <summary>
/// The one place that saves. Every write of the process is a unit in this queue; the units that wait together share one transaction and one sync of the
/// disk. A unit that fails takes back only its own rows.
/// </summary>
public sealed class CommitQueue(Database database, ILogger<CommitQueue> log) : BackgroundService
{
    /// <summary>More units a transaction gain little and make the first one wait longer.</summary>
    public const int MaxUnits = 64;

    private readonly Channel<Unit> _units = Channel.CreateUnbounded<Unit>(new UnboundedChannelOptions { SingleReader = true });

    private TaskCompletionSource _nextCommit = NewCommit();

    /// <summary>Ends with the next transaction that is committed. Asked for before reading, it misses none.</summary>
    public Task NextCommit => Volatile.Read(ref _nextCommit).Task;

    /// <summary>Runs a unit of work in a transaction; when the returned task ends, its rows are on the disk.</summary>
    /// <exception cref="StaleException">The unit found that its basis has changed, and wrote nothing.</exception>
    public async Task<T> RunAsync<T>(Func<WriteSession, T> work, CancellationToken ct)
    {
        ct.ThrowIfCancellationRequested();
        if (JointStep.Current is { } joint)
        {
            // Alone with its failure too, which its caller may be able to do something about.
            return joint.Session.Within(() => work(joint.Session));
        }

        var unit = new Unit(session => work(session));
        if (!_units.Writer.TryWrite(unit))
        {
            throw new StoreClosedException();
        }

        // From here on the caller's disappearance changes nothing: the unit is carried out.
        return (T)(await unit.Done.Task)!;
    }

    /// <summary>Runs several steps as one unit, which is kept if they say so. See <see cref="JointStep"/>.</summary>
    internal Task<(JointStep Joint, bool IsKept, T Result)> JoinAsync<T>(bool isRehearsal, Func<Task<(bool IsKept, T Result)>> steps, CancellationToken ct) => RunAsync(
        session =>
        {
            var joint = new JointStep(session, isRehearsal);
            session.Execute("SAVEPOINT joint");
            var (isKept, result) = joint.Inside(steps);
            if (!isKept)
            {
                session.TakeBack("ROLLBACK TO joint");
            }

            session.Execute("RELEASE joint");
            return (joint, isKept, result);
        },
        ct);

    public override async Task StopAsync(CancellationToken cancellationToken)
    {
        _units.Writer.TryComplete();
        await base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var session = database.OpenWriter();
        var batch = new List<Unit>(MaxUnits);
        // Ends when the writer is completed and everything accepted is committed; the stopping token would lose what waits.
        while (await _units.Reader.WaitToReadAsync(CancellationToken.None))
        {
            batch.Clear();
            while (batch.Count < MaxUnits && _units.Reader.TryRead(out var unit))
            {
                batch.Add(unit);
            }

            Commit(session, batch);
        }
    }

    private void Commit(WriteSession session, List<Unit> batch)
    {
        try
        {
            session.Begin();
            if (batch is [var only])
            {
                RunAlone(session, only);
            }
            else
            {
                batch.ForEach(unit => Run(unit, work => session.Within(() => work(session))));
            }

            session.Commit();
        }
        catch (Exception failure)
        {
            log.LogError(failure, "A transaction of {Units} units failed", batch.Count);
            session.Abandon();
            batch.ForEach(unit => unit.Done.TrySetException(new StoreFailedException(failure)));
            return;
        }

        Interlocked.Exchange(ref _nextCommit, NewCommit()).TrySetResult();
        foreach (var unit in batch)
        {
            if (unit.Failure is { } failure)
            {
                unit.Done.TrySetException(failure);
            }
            else
            {
                unit.Done.TrySetResult(unit.Result);
            }
        }
    }

    private static TaskCompletionSource NewCommit() => new(TaskCreationOptions.RunContinuationsAsynchronously);

    // The transaction is its savepoint: what fails leaves an empty one.
    private static void RunAlone(WriteSession session, Unit unit)
    {
        Run(unit, work =>
        {
            var result = work(session);
            session.Boxes.Settle();
            return result;
        });
        if (unit.Failure is not null)
        {
            session.TakeBack("ROLLBACK");
            session.Begin();
        }
    }

    private static void Run(Unit unit, Func<Func<WriteSession, object?>, object?> run)
    {
        try
        {
            unit.Result = run(unit.Work);
        }
        catch (Exception failure)
        {
            // The caller gets the failure; the other units of the transaction are not concerned.
            unit.Failure = failure;
        }
    }

    private sealed class Unit(Func<WriteSession, object?> work)
    {
        public Func<WriteSession, object?> Work => work;

        public TaskCompletionSource<object?> Done { get; } = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public object? Result { get; set; }

        public Exception? Failure { get; set; }
    }
}
