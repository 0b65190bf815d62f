using System.Collections.Concurrent;
using System.Net;
using System.Text.Json.Nodes;

namespace SalesProcess.IntegrationTests.Hosting;

/// <summary>The people of <c>directory.json</c> in front of one server.</summary>
internal sealed class Staff : IDisposable
{
    public const string Auditor = "audrey";

    private readonly HttpClient _http;
    private readonly ConcurrentDictionary<string, PersonClient> _clients = new(StringComparer.Ordinal);
    private readonly IReadOnlyList<(string Id, IReadOnlyList<string> Groups)> _people;

    public Staff(Uri address, JsonNode directory)
    {
        var handler = new SocketsHttpHandler { AutomaticDecompression = DecompressionMethods.None, UseProxy = false };
        _http = new HttpClient(new Contract(handler)) { BaseAddress = address, Timeout = TimeSpan.FromSeconds(60) };
        _people = [.. directory["people"]!.AsArray().Select(p => (p!["id"]!.GetValue<string>(), Texts(p["groups"])))];
        Nobody = new PersonClient(_http, "nobody", token: null);
    }

    /// <summary>Somebody without a token.</summary>
    public PersonClient Nobody { get; }

    public PersonClient As(string person) => _clients.GetOrAdd(person, id => new PersonClient(_http, id, () => TokenAsync(id)));

    /// <summary>Who may do the task as far as its candidates say, the preferred person first.</summary>
    public IReadOnlyList<string> Candidates(JsonNode task, string preferred)
    {
        if (task["assignee"]?.GetValue<string>() is { } assignee)
        {
            return [assignee];
        }

        var (users, groups) = (Texts(task["candidateUsers"]), Texts(task["candidateGroups"]));
        return [.. _people.Where(p => users.Contains(p.Id) || p.Groups.Any(groups.Contains)).Select(p => p.Id).OrderBy(id => id == preferred ? 0 : 1)];
    }

    public void Dispose() => _http.Dispose();

    private static IReadOnlyList<string> Texts(JsonNode? list) => [.. (list as JsonArray ?? []).Select(i => i!.GetValue<string>())];

    private async Task<string> TokenAsync(string person)
    {
        var answer = await _http.GetStringAsync($"/dev/token?user={Uri.EscapeDataString(person)}");
        return JsonNode.Parse(answer)!["access_token"]!.GetValue<string>();
    }
}
