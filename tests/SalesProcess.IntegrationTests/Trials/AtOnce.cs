namespace SalesProcess.IntegrationTests.Trials;

/// <summary>Starts many things at the same moment.</summary>
internal static class AtOnce
{
    public static async Task<IReadOnlyList<T>> RunAsync<T>(IEnumerable<Func<Task<T>>> actions)
    {
        var gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        var running = actions.Select(action => Task.Run(async () =>
        {
            await gate.Task;
            return await action();
        })).ToList();
        gate.SetResult();
        return await Task.WhenAll(running);
    }

    public static Task<IReadOnlyList<TResult>> RunAsync<T, TResult>(IEnumerable<T> items, Func<T, int, Task<TResult>> action) =>
        RunAsync(items.Select<T, Func<Task<TResult>>>((item, number) => () => action(item, number)));

    /// <summary>Works a long list off with a number of clients.</summary>
    public static async Task<IReadOnlyList<TResult>> WorkOffAsync<T, TResult>(IReadOnlyList<T> items, int clients, Func<T, Task<TResult>> action)
    {
        var results = new TResult[items.Count];
        var options = new ParallelOptions { MaxDegreeOfParallelism = clients };
        await Parallel.ForAsync(0, items.Count, options, async (i, _) => results[i] = await action(items[i]));
        return results;
    }
}
