import { type QueryClient, QueryClientProvider } from "@tanstack/react-query";
import { type ReactNode, Suspense, useState } from "react";
import { Route, Switch, useLocation } from "wouter";
import { keys, newQueryClient, problemFrom } from "../api/index.ts";
import { lazyPart, NewVersion, OfflineNote, PageBoundary, Toaster } from "../ui/index.ts";
import { SignedIn } from "./account/signed-in.tsx";
import { Frame } from "./frame.tsx";
import { HomePage } from "./home/home-page.tsx";
import { withTexts } from "./identity/with-texts.ts";
import { NotFound } from "./not-found.tsx";
import { PageSkeleton } from "./page-skeleton.tsx";
import { useScrollMemory } from "./use-scroll-memory.ts";

// The shelf is in the first download; everything behind a tap follows when it is asked for.
const ProductPage = lazyPart(() => import("./product/product-page.tsx"));
const SellerPage = lazyPart(() => import("./home/seller-page.tsx"));
const CartPage = lazyPart(() => import("./cart/cart-page.tsx"));
const CheckoutPage = lazyPart(() => import("./cart/checkout-page.tsx"));
const OrdersPage = lazyPart(() => import("./orders/orders-page.tsx"));
const OrderPage = lazyPart(() => import("./orders/order-page.tsx"));
const WalletPage = lazyPart(() => import("./wallet/wallet-page.tsx"));
const MovementsPage = lazyPart(() => import("./wallet/movements-page.tsx"));
const ConvertPage = lazyPart(() => import("./convert/convert-page.tsx"));
const CodePage = lazyPart(() => import("./code/code-page.tsx"));
const MePage = lazyPart(() => import("./me/me-page.tsx"));
const IdentityPage = lazyPart(withTexts(() => import("./identity/identity-page.tsx")));
const EnrolPage = lazyPart(withTexts(() => import("./identity/enrol-page.tsx")));

export function App() {
  const [client] = useState(clientThatNoticesSignOut);
  return (
    <QueryClientProvider client={client}>
      <Toaster />
      <NewVersion />
      <OfflineNote />
      <PageBoundary>
        <Frame>
          <Pages />
        </Frame>
      </PageBoundary>
    </QueryClientProvider>
  );
}

function Pages() {
  // Outside the boundary: a page that is still loading must not shrink what is remembered.
  useScrollMemory();
  const [path] = useLocation();
  return (
    <PageBoundary page={path}>
      <Suspense fallback={<PageSkeleton />}>
        <Routes />
      </Suspense>
    </PageBoundary>
  );
}

function Routes() {
  return (
    <Switch>
      <Route path="/" component={HomePage} />
      <Route path="/products/:productId">
        {({ productId }) => <ProductPage productId={productId} key={productId} />}
      </Route>
      <Route path="/sellers/:sellerId">
        {({ sellerId }) => <SellerPage sellerId={sellerId} key={sellerId} />}
      </Route>
      <Route path="/cart" component={CartPage} />
      <Own path="/checkout" page={<CheckoutPage />} />
      <Own path="/orders" page={<OrdersPage />} />
      <Route path="/orders/:orderId">
        {({ orderId }) => (
          <SignedIn>
            <OrderPage orderId={orderId} key={orderId} />
          </SignedIn>
        )}
      </Route>
      <Own path="/wallet" page={<WalletPage />} />
      <Own path="/wallet/movements" page={<MovementsPage />} />
      <Own path="/convert" page={<ConvertPage />} />
      <Own path="/code" page={<CodePage />} />
      <Own path="/me" page={<MePage />} />
      <Own path="/me/identity" page={<IdentityPage />} />
      <Own path="/me/identity/face" page={<EnrolPage />} />
      <Route>
        <NotFound />
      </Route>
    </Switch>
  );
}

/** A page of the person's own: whoever is not signed in signs in there, and is where they wanted to be. */
function Own(props: { path: string; page: ReactNode }) {
  return (
    <Route path={props.path}>
      <SignedIn>{props.page}</SignedIn>
    </Route>
  );
}

/** When any answer says that the session is over, the pages ask for a new one. */
function clientThatNoticesSignOut(): QueryClient {
  const client = newQueryClient();
  client.getQueryCache().subscribe((event) => {
    if (event.type !== "updated" || event.action.type !== "error") return;
    if (problemFrom(event.action.error).code === "not_signed_in") {
      client.setQueryData(keys.session, null);
    }
  });
  return client;
}
