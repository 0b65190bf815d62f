using SalesProcess.Tasks;

namespace SalesProcess.Server.Identity;

/// <summary>Who asks, for endpoints.</summary>
internal static class Callers
{
    /// <summary>The signed-in caller; the fallback policy has let nobody else in.</summary>
    public static Actor ActorOf(this HttpContext http) =>
        http.RequestServices.GetRequiredService<Askers>().Of(http.User)?.Actor ?? throw new InvalidOperationException("An endpoint without sign-in asks for its caller.");
}
